using Dapper;
using Microsoft.Data.Sqlite;
using Nightshift.Runs.Ownership;

namespace Nightshift.Runs.Store.Sqlite;

public sealed partial class SqliteRunStore
{
    public Task<Lease?> TakeLeaseAsync(RunId run, Owner owner, long seenFence, DateTimeOffset expires, CancellationToken cancellationToken) =>
        _writer.WriteAsync<Lease?>(
            connection => connection.Execute(
                """
                update leases set host = @Host, boot = @BootId, pid_space = @PidSpace, pid = @Pid, process_started = @ProcessStarted,
                    instance = @Instance, fence = fence + 1, expires = @ends
                where run = @run and fence = @seenFence
                """,
                new
                {
                    owner.Host,
                    owner.BootId,
                    owner.PidSpace,
                    owner.Pid,
                    owner.ProcessStarted,
                    owner.Instance,
                    ends = expires.ToUnixTimeMilliseconds(),
                    run = run.Value,
                    seenFence,
                }) == 1
                ? new Lease(run, owner, seenFence + 1, expires)
                : null,
            cancellationToken);

    public async Task RenewLeaseAsync(Lease lease, DateTimeOffset expires, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(
            connection => connection.Execute(
                "update leases set expires = @ends where run = @run and fence = @Fence",
                new { ends = expires.ToUnixTimeMilliseconds(), run = lease.Run.Value, lease.Fence }) == 1
                ? true
                : throw new FencedException(lease.Run, "another process carries it on"),
            cancellationToken);

    public async Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(
            connection => connection.Execute(
                "update leases set expires = 0 where run = @run and fence = @Fence",
                new { run = lease.Run.Value, lease.Fence }),
            cancellationToken);

    private static Lease InsertLease(SqliteConnection connection, RunId run, NewRun given)
    {
        var owner = given.Owner;
        connection.Execute(
            "insert into leases values (@run, @Host, @BootId, @PidSpace, @Pid, @ProcessStarted, @Instance, 1, @ends)",
            new
            {
                run = run.Value,
                owner.Host,
                owner.BootId,
                owner.PidSpace,
                owner.Pid,
                owner.ProcessStarted,
                owner.Instance,
                ends = given.LeaseExpires.ToUnixTimeMilliseconds(),
            });
        return new Lease(run, owner, 1, given.LeaseExpires);
    }

    private static void CheckFences(SqliteConnection connection, RunSummary run, Fences fences)
    {
        var lease = connection.ExecuteScalar<long?>("select fence from leases where run = @run", new { run = run.Id.Value });
        if (lease != fences.Lease) throw new FencedException(run.Id, "another process carries it on");
        if (fences.Lock is null) return;
        var held = connection.ExecuteScalar<long?>(
            "select fence from cluster_locks where cluster = @Cluster and run = @run",
            new { run.Cluster, run = run.Id.Value });
        if (held != fences.Lock) throw new FencedException(run.Id, $"the lock of cluster {run.Cluster} is no longer its own");
    }
}
