using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Audit;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Store.Sqlite;

public sealed partial class SqliteRunStore
{
    private const string AuditColumns = "sequence, cast(time as text) as time, '' as kind, cast(payload as text) as payload, cast(previous as text) as previous, cast(hash as text) as hash";

    async Task IAuditStore.AppendAuditAsync(AuditEntry entry, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(connection => AppendAudit(connection, entry, now), cancellationToken);

    Task<IReadOnlyList<AuditRecord>> IAuditStore.ReadAuditAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<AuditRecord>>(
            connection =>
            [
                .. connection.Query<EventRow>($"select {AuditColumns} from audit order by sequence desc limit @limit", new { limit })
                    .Select(row => AuditChain.Read(row.ToStored())),
            ],
            cancellationToken);

    Task<IReadOnlyList<StoredRefusal>> IAuditStore.ReadRefusedAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<StoredRefusal>>(
            connection =>
            [
                .. connection.Query<(long Run, string Cluster), EventRow, StoredRefusal>(
                    $"""
                    select run, cluster, {EventRow.RawColumns} from events join runs on runs.id = events.run
                    where kind = 'command-refused' order by time desc limit @limit
                    """,
                    (run, row) => new StoredRefusal(new RunId(run.Run), run.Cluster, row.ToStored()),
                    new { limit },
                    splitOn: "sequence"),
            ],
            cancellationToken);

    Task<IReadOnlyList<RunId>> IAuditStore.RunsAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<RunId>>(
        connection =>
        {
            var last = connection.ExecuteScalar<long?>("select max(n) from (select seq as n from sqlite_sequence where name = 'runs' union select max(id) from runs union select max(run) from events)");
            return [.. Enumerable.Range(1, (int)(last ?? 0)).Select(id => new RunId(id))];
        },
        cancellationToken);

    Task<StoredJournal?> IAuditStore.ReadStoredAsync(RunId run, CancellationToken cancellationToken) => ReadAsync(
        connection => AtOneMoment(connection, () =>
        {
            if (Heads(connection, "where id = @run", new { run = run.Value }).SingleOrDefault() is not { } head) return null;
            var events = connection.Query<EventRow>($"select {EventRow.RawColumns} from events where run = @run order by sequence", new { run = run.Value }).Select(row => row.ToStored()).ToList();
            return new StoredJournal(head, events, SourcesOf(connection, StoredSources.Of(events).Select(source => source.Hash)));
        }),
        cancellationToken);

    Task<StoredAudit> IAuditStore.ReadStoredAuditAsync(CancellationToken cancellationToken) => ReadAsync(
        connection => AtOneMoment(connection, () =>
        {
            var entries = connection.Query<EventRow>($"select {AuditColumns} from audit order by sequence").Select(row => row.ToStored()).ToList();
            var (sequence, hash) = connection.QuerySingleOrDefault<(long, string)>("select sequence, hash from audit_head");
            return new StoredAudit(entries, sequence, hash ?? "");
        }),
        cancellationToken);

    private static Dictionary<string, string> SourcesOf(SqliteConnection connection, IEnumerable<string> hashes) => connection
        .Query<(string Hash, string Text)>("select hash, text from sources where hash in @hashes", new { hashes = hashes.Distinct().ToList() })
        .ToDictionary(source => source.Hash, source => source.Text);

    private static T AtOneMoment<T>(SqliteConnection connection, Func<T> read)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        return read();
    }

    private static bool AppendAudit(SqliteConnection connection, AuditEntry entry, DateTimeOffset now)
    {
        var last = EndOfAudit(connection);
        var row = AuditChain.Link(last.Sequence + 1, now, entry, last.Hash);
        connection.Execute("insert into audit values (@Sequence, @Time, @Payload, @Previous, @Hash)", row);
        connection.Execute("update audit_head set sequence = @Sequence, hash = @Hash", row);
        return true;
    }

    /// <exception cref="StoreException">It is not where it was left. Nothing is chained to that; other writes are not concerned.</exception>
    private static (long Sequence, string Hash) EndOfAudit(SqliteConnection connection)
    {
        var (sequence, hash) = connection.QuerySingleOrDefault<(long, string?)>("select sequence, hash from audit_head");
        var (found, foundHash) = connection.QuerySingleOrDefault<(long, string?)>("select sequence, hash from audit order by sequence desc limit 1");
        if (hash is null || found != sequence || (found > 0 && foundHash != hash))
            throw new StoreException("the audit log was changed behind the program's back, so nothing more is recorded in it; 'audit verify' names the place");
        return sequence == 0 ? (0, JournalChain.Start) : (sequence, hash);
    }
}
