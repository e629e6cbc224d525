using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Store.Sqlite;

/// <summary>Runs in one SQLite file; several processes may have it open. Its directory is made when missing.</summary>
public sealed partial class SqliteRunStore : IRunStore, ILockStore, IAuditStore, IChannelTables, IChannelDocuments
{
    private readonly SqliteConnections _connections;
    private readonly SqliteWriter _writer;
    private int _disposed;

    private SqliteRunStore(SqliteConnections connections, SqliteWriter writer) => (_connections, _writer) = (connections, writer);

    internal SqliteWriter Writer => _writer;

    /// <exception cref="StoreException">The file cannot be opened or is of a newer version.</exception>
    public static SqliteRunStore Open(string path)
    {
        var connections = new SqliteConnections(path);
        var connection = connections.Open();
        try
        {
            SqliteSchema.Prepare(connection);
            return new SqliteRunStore(connections, new SqliteWriter(connection));
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreException($"{connections.Path} cannot be prepared: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public Task<Lease> CreateAsync(NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first, CancellationToken cancellationToken) =>
        _writer.WriteAsync(connection => Create(connection, run, first), cancellationToken);

    public async Task AppendAsync(JournalAppend append, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(connection => Append(connection, append), cancellationToken);

    public ValueTask DisposeAsync()
    {
        // Several parts of a program may own it by different names.
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Lease Create(SqliteConnection connection, NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first)
    {
        foreach (var (hash, text) in run.Sources)
            connection.Execute("insert into sources values (@hash, @text) on conflict do nothing", new { hash, text });
        var id = new RunId(connection.ExecuteScalar<long>(
            """
            insert into runs (state, cluster, command, requested_by, requested, ended, reason, last_sequence, last_hash)
            values (@State, @Cluster, @Command, @RequestedBy, @Requested, @Ended, @Reason, 0, '') returning id
            """,
            new
            {
                State = run.State.ToString(),
                run.Cluster,
                run.Command,
                RequestedBy = run.RequestedBy.Value,
                Requested = SqliteTime.Write(run.Requested),
                Ended = SqliteTime.Write(run.Ended),
                run.Reason,
            }));
        var rows = first(id);
        InsertRows(connection, id, rows);
        connection.Execute(
            "update runs set last_sequence = @Sequence, last_hash = @Hash where id = @id",
            new { rows[^1].Sequence, rows[^1].Hash, id = id.Value });
        return InsertLease(connection, id, run);
    }

    private static bool Append(SqliteConnection connection, JournalAppend append)
    {
        var run = append.Summary.Id;
        if (append.Fences is { } fences) CheckFences(connection, append.Summary, fences);
        var (before, last) = (append.Rows[0], append.Rows[^1]);
        var updated = connection.Execute(
            """
            update runs set state = @State, started = @Started, ended = @Ended, reason = @Reason, last_sequence = @Sequence, last_hash = @Hash
            where id = @Id and last_sequence = @Expected and last_hash = @Previous
            """,
            new
            {
                State = append.Summary.State.ToString(),
                Started = SqliteTime.Write(append.Summary.Started),
                Ended = SqliteTime.Write(append.Summary.Ended),
                append.Summary.Reason,
                last.Sequence,
                last.Hash,
                Id = run.Value,
                Expected = before.Sequence - 1,
                before.Previous,
            });
        if (updated == 0) throw new ConflictException(run, before.Sequence - 1);
        InsertRows(connection, run, append.Rows);
        foreach (var time in append.Times)
            connection.Execute("insert into step_times (name, milliseconds) values (@Name, @ms)", new { time.Name, ms = (long)time.Took.TotalMilliseconds });
        if (!append.Summary.State.HoldsLock())
            connection.Execute("update cluster_locks set run = null where run = @Id", new { Id = run.Value });
        return true;
    }

    private static void InsertRows(SqliteConnection connection, RunId run, IReadOnlyList<JournalRow> rows)
    {
        foreach (var row in rows)
        {
            connection.Execute(
                "insert into events values (@run, @Sequence, @time, @Kind, @Payload, @Previous, @Hash)",
                new { run = run.Value, row.Sequence, time = JournalChain.Time(row.Time), row.Kind, row.Payload, row.Previous, row.Hash });
        }
    }
}
