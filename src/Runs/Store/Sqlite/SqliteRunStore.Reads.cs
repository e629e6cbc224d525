using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Store.Sqlite;

public sealed partial class SqliteRunStore
{
    /// <summary>How many of a step's latest times count.</summary>
    private const int TimesThatCount = 20;

    public Task<IReadOnlyList<JournalRow>> ReadAsync(RunId run, long after, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<JournalRow>>(
            connection =>
            [
                .. connection.Query<EventRow>(
                    $"select {EventRow.Columns} from events where run = @run and sequence > @after order by sequence",
                    new { run = run.Value, after },
                    buffered: false).Select(row => row.ToJournal()),
            ],
            cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> SourcesAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyDictionary<string, string>>(
            connection => connection
                .Query<(string Hash, string Text)>("select hash, text from sources where hash in @hashes", new { hashes })
                .ToDictionary(source => source.Hash, source => source.Text),
            cancellationToken);

    public Task<RunHead?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        ReadAsync(connection => Heads(connection, "where id = @run", new { run = run.Value }).SingleOrDefault(), cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<RunSummary>>(
            connection =>
                [.. connection.Query<RunRow>($"select {RunRow.Columns} from runs order by id desc limit @limit", new { limit }).Select(row => row.ToSummary())],
            cancellationToken);

    public Task<IReadOnlyList<RunHead>> HeadsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<RunHead>>(
            connection => [.. Heads(connection, "where ended is null or ended > @since order by id", new { since = JournalChain.Time(endedSince) })],
            cancellationToken);

    public Task<IReadOnlyDictionary<string, TimeSpan>> StepTimesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyDictionary<string, TimeSpan>>(
            connection => names.Distinct()
                .Select(name => (name, mean: MeanMilliseconds(connection, name)))
                .Where(time => time.mean is not null)
                .ToDictionary(time => time.name, time => TimeSpan.FromMilliseconds(time.mean!.Value)),
            cancellationToken);

    private static double? MeanMilliseconds(SqliteConnection connection, string name) => connection.ExecuteScalar<double?>(
        "select avg(milliseconds) from (select milliseconds from step_times where name = @name order by id desc limit @TimesThatCount)",
        new { name, TimesThatCount });

    private static IEnumerable<RunHead> Heads(SqliteConnection connection, string where, object arguments) =>
        connection.Query<RunRow, LeaseRow, RunHead>(
            $"select {RunRow.Columns}, {LeaseRow.Columns} from runs join leases on leases.run = runs.id {where}",
            (run, lease) => new RunHead(run.ToSummary(), run.LastSequence, run.LastHash, lease.ToLease()),
            arguments,
            splitOn: "run");

    /// <summary>Reads on a connection of its own; readers neither wait for the writer nor hold it up. What is no value of its column was not written here.</summary>
    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = _connections.Open();
            try
            {
                return read(connection);
            }
            catch (Exception e) when (e is SqliteException or DataException or FormatException or ArgumentException or InvalidCastException)
            {
                throw new StoreException($"{_connections.Path} cannot be read: {e.Message}", e);
            }
        },
        cancellationToken);
}
