using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>What the nameserver's record alone shows to be left: replicas that nobody marked alive again, ops that failed or do not end.</summary>
internal static class LeftReplicas
{
    /// <summary>An op that copies data takes as long as the data needs; after this it is worth a look.</summary>
    private static readonly TimeSpan LongOp = TimeSpan.FromMinutes(10);

    /// <summary>Ops that only move replicas about; others change tables, and people must look at what became of them.</summary>
    private static readonly HashSet<OpType> OfReplicas =
    [
        OpType.AddReplica, OpType.DelReplica, OpType.ChangeLeader, OpType.OfflineReplica, OpType.ReAddReplica, OpType.ReAddReplicaNoSend, OpType.ReAddReplicaWithDrop,
        OpType.ReAddReplicaSimplify, OpType.Migrate, OpType.ReLoadTable, OpType.UpdatePartitionStatus, OpType.RecoverTable,
    ];

    /// <summary>Replicas marked not alive on healthy tablets, of partitions that have a leader and that no op works on.</summary>
    public static IReadOnlyList<LeftReplica> NotAlive(ClusterSnapshot snapshot)
    {
        var healthy = snapshot.Tablets.Value.Where(tablet => tablet.State == TabletState.Healthy).Select(tablet => tablet.Endpoint).ToHashSet();
        var busy = snapshot.Ops.Value.Where(op => op.IsUnfinished).Select(op => op.Partition).ToHashSet();
        return [.. from placed in snapshot.AllReplicas()
                   where !placed.Replica.IsAlive && healthy.Contains(placed.Replica.Endpoint)
                   where placed.Partition.EffectiveLeader is not null && !busy.Contains(placed.Id)
                   select new LeftReplica(placed.Id, placed.TidPid, placed.Table.StorageMode, placed.Replica.Endpoint, placed.Replica.IsLeader)];
    }

    public static IReadOnlyList<LeftOp> Ops(ClusterSnapshot snapshot) =>
        [.. from op in snapshot.Ops.Value
            let isLong = op.IsUnfinished && op.Started is { } started && snapshot.TakenAt - started > LongOp
            where op.Status == OpStatus.Failed || isLong
            select new LeftOp(op.Id, op.Partition, op.ToString(), op.Ended ?? op.Started, op.Status == OpStatus.Failed && OfReplicas.Contains(op.Type))];
}
