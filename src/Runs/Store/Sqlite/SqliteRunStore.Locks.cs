using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Locks;

namespace Nightshift.Runs.Store.Sqlite;

public sealed partial class SqliteRunStore
{
    private const string SelectLock = "select cluster, run, person, reason, fence, since from cluster_locks where cluster = @cluster";

    public Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writer.WriteAsync(connection => TryLock(connection, lease, cluster, reason, now), cancellationToken);

    public Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.QuerySingleOrDefault<LockRow>(SelectLock, new { cluster })?.ToLock(), cancellationToken);

    Task<HeldLock?> ILockStore.FindHeldAsync(string cluster, CancellationToken cancellationToken) =>
        ReadAsync(connection => Held(connection, connection.QuerySingleOrDefault<LockRow>(SelectLock, new { cluster })), cancellationToken);

    Task<Answer> ILockStore.ChangeLockAsync(string cluster, Func<HeldLock?, LockChange> decide, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writer.WriteAsync(connection => ChangeLock(connection, cluster, decide, now), cancellationToken);

    private static Answer ChangeLock(SqliteConnection connection, string cluster, Func<HeldLock?, LockChange> decide, DateTimeOffset now)
    {
        var found = connection.QuerySingleOrDefault<LockRow>(SelectLock, new { cluster });
        var change = decide(Held(connection, found));
        if (change.Freed) connection.Execute("update cluster_locks set run = null, person = null where cluster = @cluster", new { cluster });
        if (change.Taken is { } taken) Take(connection, taken, (found?.Fence ?? 0) + 1);
        AppendAudit(connection, change.Entry, now);
        return change.Answer;
    }

    private static HeldLock? Held(SqliteConnection connection, LockRow? found) => found?.ToView() is { } view
        ? new HeldLock(view, found.Fence, view.Run is { } run ? Heads(connection, "where id = @run", new { run = run.Value }).SingleOrDefault() : null)
        : null;

    private static LockAttempt TryLock(SqliteConnection connection, Lease lease, string cluster, string reason, DateTimeOffset now)
    {
        var fence = connection.ExecuteScalar<long?>("select fence from leases where run = @run", new { run = lease.Run.Value });
        if (fence != lease.Fence) throw new FencedException(lease.Run, "another process carries it on");
        var state = connection.ExecuteScalar<string>("select state from runs where id = @run", new { run = lease.Run.Value });
        if (!Enum.Parse<RunState>(state!).HoldsLock()) return new LockAttempt(null, null, "it is not queued any more");
        var held = connection.QuerySingleOrDefault<LockRow>(SelectLock, new { cluster });
        if (held?.ToView() is { } view && view.Run != lease.Run) return new LockAttempt(null, view.Run, view.Reason, LockSentences.Waits(view));
        if (held is null or { IsFree: true } && OlderInQueue(connection, lease.Run, cluster, now) is { } older)
            return new LockAttempt(null, new RunId(older.Id), older.Command, LockSentences.WaitsFor(new RunId(older.Id), older.Command, cluster));
        var taken = new ClusterLock(cluster, lease.Run, reason, (held?.Fence ?? 0) + 1, now);
        Take(connection, new ClusterLockView(cluster, lease.Run, null, reason, now), taken.Fence);
        return new LockAttempt(taken, null, null);
    }

    private static void Take(SqliteConnection connection, ClusterLockView taken, long fence) => connection.Execute(
        """
        insert into cluster_locks (cluster, run, person, reason, fence, since) values (@Cluster, @run, @person, @Reason, @fence, @since)
        on conflict (cluster) do update set run = excluded.run, person = excluded.person, reason = excluded.reason, fence = excluded.fence, since = excluded.since
        """,
        new { taken.Cluster, run = taken.Run?.Value, person = taken.Person?.Value, taken.Reason, fence, since = JournalChain.Time(taken.Since) });

    /// <summary>A run that waits for longer goes first, as long as somebody carries it on.</summary>
    private static RunRow? OlderInQueue(SqliteConnection connection, RunId run, string cluster, DateTimeOffset now) =>
        connection.QueryFirstOrDefault<RunRow>(
            """
            select id, command from runs join leases on leases.run = runs.id
            where cluster = @cluster and state = 'Queued' and id < @run and expires > @now order by id limit 1
            """,
            new { cluster, run = run.Value, now = now.ToUnixTimeMilliseconds() });
}
