using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Guards;

/// <summary>
/// No partition has two replicas on tablets that are away, or marked not alive: a run takes one at a time. Partitions that were so when the run began count from when
/// it takes a node in hand.
/// </summary>
internal sealed class ReplicasAway : IGuard
{
    private HashSet<PartitionId>? _before;

    public string Name => "no partition with two replicas away";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var tablets = Away.Tablets(snapshot);
        var twice = (from table in snapshot.Tables.Value
                     from partition in table.Partitions
                     where Away.Twice(partition, tablets)
                     select (Id: table.Partition(partition.Pid), partition)).ToList();
        _before ??= [.. twice.Select(found => found.Id)];
        if (run.Nodes.Count == 0) twice.RemoveAll(found => _before.Contains(found.Id));
        if (twice.Count == 0) return new GuardReading(true, "every partition has all of its replicas but one at least");
        var (id, first) = twice[0];
        var gone = string.Join(", ", first.Replicas.Where(replica => !replica.IsAlive || tablets.Contains(replica.Endpoint)).Select(replica => replica.Endpoint));
        return new GuardReading(false, $"{id} has its replicas on {gone} away or not alive{(twice.Count > 1 ? $", and {twice.Count - 1} partitions more have two away" : "")}");
    }
}
