using System.Collections.Concurrent;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

/// <summary>
/// Whether a run may be taken from the process that has its lease. One that is seen alive keeps it, however late its renewal; one that cannot be
/// seen from here loses it when the lease has expired and stood unrenewed for its whole duration by the clock of this process, so that a jump of
/// somebody's wall clock gives no run away.
/// </summary>
internal sealed class LeaseSightings(IOwnerLiveness liveness, TimeProvider time, TimeSpan duration)
{
    private readonly ConcurrentDictionary<RunId, (long Fence, DateTimeOffset Expires, long Since)> _seen = [];

    public bool IsFree(Lease lease)
    {
        if (lease.IsReleased) return true;
        if (lease.Owner == liveness.Self) return HasExpired(lease);
        return liveness.Of(lease.Owner) switch
        {
            Liveness.Dead => true,
            Liveness.Alive => false,
            _ => HasExpired(lease) & StoodStill(lease),
        };
    }

    public void Forget(RunId run) => _seen.TryRemove(run, out _);

    private bool HasExpired(Lease lease) => lease.Expires <= time.GetUtcNow();

    private bool StoodStill(Lease lease)
    {
        var seen = _seen.AddOrUpdate(
            lease.Run,
            _ => (lease.Fence, lease.Expires, time.GetTimestamp()),
            (_, before) => (before.Fence, before.Expires) == (lease.Fence, lease.Expires) ? before : (lease.Fence, lease.Expires, time.GetTimestamp()));
        return time.GetElapsedTime(seen.Since) >= duration;
    }
}
