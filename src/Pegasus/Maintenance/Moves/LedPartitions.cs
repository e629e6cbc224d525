using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Who leads what, by one snapshot.</summary>
internal static class LedPartitions
{
    public static IReadOnlyDictionary<TablePartition, PartitionConfig> On(ClusterSnapshot snapshot, Endpoint server, IReadOnlySet<Gpid> without) =>
        All(snapshot).Where(partition => partition.Value.Primary?.Name == server && !without.Contains(partition.Value.Id)).ToDictionary();

    public static PrimaryCounts Counts(ClusterSnapshot snapshot) => PrimaryCounts.Of(snapshot.Nodes.Select(node => node.Server.Name), All(snapshot).Select(partition => partition.Value));

    public static IEnumerable<KeyValuePair<TablePartition, PartitionConfig>> All(ClusterSnapshot snapshot) =>
        from table in snapshot.Tables
        where table.App.Status == AppStatus.Available
        from partition in table.Partitions
        select KeyValuePair.Create(new TablePartition(table.App.Name, partition.Id), partition);
}
