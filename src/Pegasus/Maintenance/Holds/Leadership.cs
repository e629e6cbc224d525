using Nightshift.Clusters;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Which meta server led when it was last looked, and since when. Replica servers follow a new leader only when their beacons have found it (3 s apart, 2 s each); a
/// partition that is reconfigured before waits for its answer from the old one all that time, and refuses writes.
/// </summary>
internal sealed class Leadership(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Endpoint? _leader;
    private long? _changed;

    /// <returns>The leader of before, when it was another.</returns>
    public Endpoint? Seen(Endpoint leader)
    {
        lock (_gate)
        {
            var before = _leader;
            _leader = leader;
            if (before is null || before == leader) return null;
            _changed = time.GetTimestamp();
            return before;
        }
    }

    /// <summary>So long a new leader has been seen for; null when it was never another.</summary>
    public TimeSpan? SinceChange
    {
        get
        {
            lock (_gate) return _changed is { } changed ? time.GetElapsedTime(changed) : null;
        }
    }
}
