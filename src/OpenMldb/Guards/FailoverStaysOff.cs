using Nightshift.Clusters;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Guards;

/// <summary>
/// Nobody switches auto_failover back on while the run holds it off: the nameserver would move what the run has moved, and refuse what it does. A moment is let pass, in
/// which the run itself sets it or puts it back.
/// </summary>
internal sealed class FailoverStaysOff(TimeSpan bound, TimeProvider time) : IGuard
{
    private long? _since;

    public string Name => "auto_failover stays off while it is held";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var isOn = snapshot.AutoFailover.Value;
        if (!isOn || run.Holds.All(hold => hold.Setting != AutoFailoverHold.Setting || hold.Value != "false"))
        {
            _since = null;
            return new GuardReading(true, isOn ? "auto_failover is on and not held" : "auto_failover is off");
        }

        var now = time.GetTimestamp();
        _since ??= now;
        var on = time.GetElapsedTime(_since.Value, now);
        return on <= bound
            ? new GuardReading(true, "auto_failover is on for a moment")
            : new GuardReading(false, $"auto_failover has been on for {on.TotalSeconds:F0} s although this run holds it off: somebody switched it back");
    }
}
