using Microsoft.Extensions.Logging;
using Nightshift.Runs.Engine;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Locks;

/// <summary>The locks of clusters on a store.</summary>
internal sealed class ClusterLocks(ILockStore store, IOwnerLiveness liveness, TimeProvider time, TimeSpan leaseDuration, ILogger log) : IClusterLocks
{
    private readonly LeaseSightings _sightings = new(liveness, time, leaseDuration);

    public async Task<Answer> LockAsync(string cluster, PersonId person, string channel, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await store.ChangeLockAsync(cluster, held => LockDecisions.Lock(held, new LockRequest(cluster, person, channel, now), reason), now, cancellationToken);
    }

    public async Task<Answer> UnlockAsync(string cluster, PersonId person, string channel, bool force, CancellationToken cancellationToken)
    {
        var orphan = force ? await OrphanAsync(cluster, cancellationToken) : null;
        var now = time.GetUtcNow();
        var answer = await store.ChangeLockAsync(
            cluster, held => LockDecisions.Unlock(held, new LockRequest(cluster, person, channel, now), force, orphan), now, cancellationToken);
        if (orphan is not null && answer.Accepted) Log.FreedFromRun(log, cluster, orphan.Run, person);
        return answer;
    }

    public async Task<ClusterLockView?> FindAsync(string cluster, CancellationToken cancellationToken) => (await store.FindHeldAsync(cluster, cancellationToken))?.View;

    /// <summary>The lease of the run that has the cluster, when no living process carries it on; it is compared again when the lock is freed.</summary>
    private async Task<Lease?> OrphanAsync(string cluster, CancellationToken cancellationToken)
    {
        if (await LeaseAsync(cluster, cancellationToken) is not { } lease) return null;
        if (_sightings.IsFree(lease)) return lease;
        if (liveness.Of(lease.Owner) != Liveness.Unknown || lease.Expires > time.GetUtcNow()) return null;

        // A process that cannot be seen from here is given up when it renewed nothing for as long as a lease lasts.
        await Task.Delay(leaseDuration + TimeSpan.FromSeconds(1), time, cancellationToken);
        return await LeaseAsync(cluster, cancellationToken) is { } later && _sightings.IsFree(later) ? later : null;
    }

    private async Task<Lease?> LeaseAsync(string cluster, CancellationToken cancellationToken) => (await store.FindHeldAsync(cluster, cancellationToken))?.Holder?.Lease;
}
