using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>A replica with the table and partition that it belongs to.</summary>
public readonly record struct PlacedReplica(TableInfo Table, TablePartition Partition, Replica Replica)
{
    public PartitionId Id => Table.Partition(Partition.Pid);

    public TidPid TidPid => new(Table.Tid, Partition.Pid);
}

/// <summary>Questions about who holds what. Throw when the tables are unknown.</summary>
public static class PlacementQueries
{
    /// <summary>Every replica on that tablet.</summary>
    public static IEnumerable<PlacedReplica> ReplicasOn(this ClusterSnapshot snapshot, Endpoint tablet) =>
        snapshot.AllReplicas().Where(r => r.Replica.Endpoint == tablet);

    /// <summary>Partitions whose effective leader is that tablet.</summary>
    public static IEnumerable<PlacedReplica> LedBy(this ClusterSnapshot snapshot, Endpoint tablet) =>
        snapshot.ReplicasOn(tablet).Where(r => r.Replica.IsEffectiveLeader);

    /// <summary>Partitions that exist on that tablet alone.</summary>
    public static IEnumerable<PlacedReplica> OnlyOn(this ClusterSnapshot snapshot, Endpoint tablet) =>
        snapshot.ReplicasOn(tablet).Where(r => r.Partition.Replicas.Length == 1);

    public static IEnumerable<PlacedReplica> AllReplicas(this ClusterSnapshot snapshot) =>
        from table in snapshot.Tables.Value
        from partition in table.Partitions
        from replica in partition.Replicas
        select new PlacedReplica(table, partition, replica);

    public static TableInfo? FindTable(this ClusterSnapshot snapshot, TableId table) =>
        snapshot.Tables.Value.FirstOrDefault(t => t.Id == table);

    public static TabletView? FindTablet(this ClusterSnapshot snapshot, Endpoint tablet) =>
        snapshot.Tablets.Value.FirstOrDefault(t => t.Endpoint == tablet);
}
