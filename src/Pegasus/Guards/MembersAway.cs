using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Guards;

/// <summary>
/// No partition lacks two replicas: a run takes one away at a time. Partitions that have lacked two ever since the run began, or since their table was made, as the canary's
/// is, count from when it takes a node in hand.
/// </summary>
internal sealed class MembersAway : IGuard
{
    private readonly HashSet<Gpid> _seenWell = [];

    public string Name => "no partition with two replicas away";

    public GuardReading Judge(ClusterSnapshot snapshot, IRunInHand run)
    {
        var alive = snapshot.Alive();
        var twice = new List<(TableState Table, PartitionConfig Partition, PartitionJudgement Judged)>();
        foreach (var table in snapshot.Served().Where(table => table.App.Replicas > 1))
        {
            foreach (var partition in table.Partitions)
            {
                var judged = PartitionJudgement.Of(partition, table.App.Replicas, alive, table.MinReplicasToWrite);
                if (judged.Missing > 1) twice.Add((table, partition, judged));
                else _seenWell.Add(partition.Id);
            }
        }

        if (run.Nodes.Count == 0) twice.RemoveAll(found => !_seenWell.Contains(found.Partition.Id));
        if (twice.Count == 0) return new GuardReading(true, "every partition has all of its replicas but one at least");
        var (first, id, away) = (twice[0].Table, twice[0].Partition.Id, twice[0].Judged);
        return new GuardReading(
            false,
            $"{first.App.Name} {id} has {away.Alive} of {first.App.Replicas} replicas{(twice.Count > 1 ? $", and {twice.Count - 1} partitions more lack two" : "")}");
    }
}
