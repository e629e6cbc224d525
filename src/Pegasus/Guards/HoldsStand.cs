using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>
/// What the run holds stands on the meta server that leads: settings are in its memory alone, a new leader begins with those of its configuration, and anybody may change
/// them. A moment is let pass, in which the run itself sets them, puts them back, or sets them again on a new leader.
/// </summary>
internal sealed class HoldsStand(TimeSpan bound, TimeProvider time) : IGuard
{
    private Dictionary<string, long> _since = [];

    public string Name => "held settings stand on the leader";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var now = time.GetTimestamp();
        var lost = new Dictionary<string, long>(StringComparer.Ordinal);
        var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var hold in run.Holds)
        {
            if (snapshot.Settings.Live(hold.Setting) is not { } live || live == hold.Value) continue;
            lost[hold.Setting] = _since.GetValueOrDefault(hold.Setting, now);
            sentences[hold.Setting] = $"{hold.Setting} is {live} on {snapshot.Leader}, this run holds it at {hold.Value}";
        }

        _since = lost;
        if (lost.Count == 0) return new GuardReading(true, run.Holds.Count == 0 ? "nothing is held" : $"{run.Holds.Count} held settings stand on {snapshot.Leader}");
        var (setting, since) = lost.MinBy(held => held.Value);
        var span = time.GetElapsedTime(since, now);
        return new GuardReading(span <= bound, $"{sentences[setting]}, for {span.TotalSeconds:F0} s");
    }
}
