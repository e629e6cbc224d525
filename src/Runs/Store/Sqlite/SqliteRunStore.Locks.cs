using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Store.Sqlite;

public sealed partial class SqliteRunStore
{
    private const string SelectLock = "select cluster, run, reason, fence, since from cluster_locks where cluster = @cluster";

    public Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writer.WriteAsync(connection => TryLock(connection, lease, cluster, reason, now), cancellationToken);

    public Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QuerySingleOrDefault<LockRow>(SelectLock, new { cluster })?.ToLock(), cancellationToken);

    private static LockAttempt TryLock(SqliteConnection connection, Lease lease, string cluster, string reason, DateTimeOffset now)
    {
        var fence = connection.ExecuteScalar<long?>("select fence from leases where run = @run", new { run = lease.Run.Value });
        if (fence != lease.Fence) throw new FencedException(lease.Run, "another process carries it on");
        var state = connection.ExecuteScalar<string>("select state from runs where id = @run", new { run = lease.Run.Value });
        if (!Enum.Parse<RunState>(state!).HoldsLock()) return new LockAttempt(null, null, "it is not queued any more");
        var held = connection.QuerySingleOrDefault<LockRow>(SelectLock, new { cluster });
        if (held?.Run is { } other && other != lease.Run.Value) return new LockAttempt(null, new RunId(other), held.Reason);
        if (held?.Run is null && OlderInQueue(connection, lease.Run, cluster, now) is { } older)
            return new LockAttempt(null, new RunId(older.Id), older.Command);
        var taken = new ClusterLock(cluster, lease.Run, reason, (held?.Fence ?? 0) + 1, now);
        connection.Execute(
            """
            insert into cluster_locks values (@cluster, @run, @reason, @Fence, @since)
            on conflict (cluster) do update set run = excluded.run, reason = excluded.reason, fence = excluded.fence, since = excluded.since
            """,
            new { cluster, run = lease.Run.Value, reason, taken.Fence, since = JournalChain.Time(now) });
        return new LockAttempt(taken, null, null);
    }

    /// <summary>A run that waits for longer goes first, as long as somebody carries it on.</summary>
    private static RunRow? OlderInQueue(SqliteConnection connection, RunId run, string cluster, DateTimeOffset now) =>
        connection.QueryFirstOrDefault<RunRow>(
            """
            select id, command from runs join leases on leases.run = runs.id
            where cluster = @cluster and state = 'Queued' and id < @run and expires > @now order by id limit 1
            """,
            new { cluster, run = run.Value, now = now.ToUnixTimeMilliseconds() });
}
