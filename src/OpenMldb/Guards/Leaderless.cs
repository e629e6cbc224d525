using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Guards;

/// <summary>
/// No partition of a replicated table is without an effective leader for longer than a bound. Those that had none when the run began, as a recovery finds them, count
/// once they were led, and from when the run takes a node in hand.
/// </summary>
internal sealed class Leaderless(TimeSpan bound, TimeProvider time) : IGuard
{
    private Dictionary<PartitionId, long> _since = [];
    private HashSet<PartitionId>? _before;

    public string Name => "every partition of a replicated table has a leader";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var now = time.GetTimestamp();
        var without = new Dictionary<PartitionId, long>();
        foreach (var table in snapshot.Tables.Value.Where(table => table.ReplicaCount > 1))
        {
            foreach (var partition in table.Partitions.Where(partition => partition.EffectiveLeader is null))
            {
                var id = table.Partition(partition.Pid);
                without[id] = _since.GetValueOrDefault(id, now);
            }
        }

        _since = without;
        _before ??= [.. without.Keys];
        _before.IntersectWith(without.Keys);
        var inHand = run.Nodes.Count > 0;
        var late = without.Where(partition => time.GetElapsedTime(partition.Value, now) > bound && (inHand || !_before.Contains(partition.Key))).ToList();
        if (late.Count == 0) return new GuardReading(true, "every partition of a replicated table has a leader");
        var longest = late.MinBy(partition => partition.Value);
        return new GuardReading(
            false,
            $"{longest.Key} has had no leader for {time.GetElapsedTime(longest.Value, now).TotalSeconds:F0} s, {bound.TotalSeconds:0.#} s are allowed{(late.Count > 1 ? $", and {late.Count - 1} partitions more" : "")}");
    }
}
