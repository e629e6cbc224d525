using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>
/// No partition of a replicated table is without a living primary for longer than a bound. Those that had none when the run began count once they had one, and from when the
/// run takes a node in hand.
/// </summary>
internal sealed class Primaryless(TimeSpan bound, TimeProvider time) : IGuard
{
    private Dictionary<Gpid, (string Table, long Since)> _since = [];
    private HashSet<Gpid>? _before;

    public string Name => "every partition of a replicated table has a primary";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var now = time.GetTimestamp();
        var alive = snapshot.Alive();
        var without = new Dictionary<Gpid, (string Table, long Since)>();
        foreach (var table in snapshot.Served().Where(table => table.App.Replicas > 1))
        {
            foreach (var partition in table.Partitions.Where(partition => partition.Primary is not { } primary || !alive.Contains(primary)))
                without[partition.Id] = _since.TryGetValue(partition.Id, out var known) ? known : (table.App.Name, now);
        }

        _since = without;
        _before ??= [.. without.Keys];
        _before.IntersectWith(without.Keys);
        var inHand = run.Nodes.Count > 0;
        var late = without.Where(partition => time.GetElapsedTime(partition.Value.Since, now) > bound && (inHand || !_before.Contains(partition.Key))).ToList();
        if (late.Count == 0) return new GuardReading(true, Name);
        var (id, (name, since)) = late.MinBy(partition => partition.Value.Since);
        return new GuardReading(
            false,
            $"{name} {id} has had no primary for {time.GetElapsedTime(since, now).TotalSeconds:F0} s, {bound.TotalSeconds:0.#} s are allowed{(late.Count > 1 ? $", and {late.Count - 1} partitions more" : "")}");
    }
}
