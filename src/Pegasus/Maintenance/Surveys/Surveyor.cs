using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

internal static class Surveyor
{
    /// <summary>One copy of data is none: so many must remain whatever a write needs.</summary>
    private const int LeastCopies = 2;

    /// <summary>What a survey needs: without the settings nobody knows how many replicas a write needs.</summary>
    public static readonly SnapshotScope Scope = new(Settings: true);

    /// <summary>Partitions that the server is a member of.</summary>
    public static IReadOnlyList<TablePartition> MembersOn(ClusterSnapshot snapshot, Endpoint server, IReadOnlySet<Gpid> without) =>
    [
        .. LedPartitions.All(snapshot)
            .Where(partition => partition.Value.Members.Any(member => member.Name == server) && !without.Contains(partition.Value.Id))
            .Select(partition => partition.Key),
    ];

    /// <exception cref="InvalidOperationException">The meta server does not list the server, or nobody knows how many replicas a write needs.</exception>
    public static ServerSurvey Survey(ClusterSnapshot snapshot, Endpoint server) => new(
        server,
        Address(snapshot, server),
        [.. from table in snapshot.Tables
            where table.App.Status == AppStatus.Available
            from partition in table.Partitions
            where partition.Members.Any(member => member.Name == server)
            orderby partition.Id.AppId, partition.Id.Index
            select new SurveyedPartition(
                new TablePartition(table.App.Name, partition.Id),
                partition.Primary?.Name == server,
                partition.MemberCount,
                table.App.Replicas,
                Needed(table))]);

    /// <exception cref="InvalidOperationException">Nobody knows how many replicas a write needs.</exception>
    public static int Needed(TableState table) => Math.Max(table.MinReplicasToWrite.Value, LeastCopies);

    private static Endpoint Address(ClusterSnapshot snapshot, Endpoint server) =>
        snapshot.Nodes.FirstOrDefault(node => node.Server.Name == server) is { } node
            ? Endpoint.Parse(node.Server.Address.ToString())
            : throw new InvalidOperationException($"the meta server does not list replica server {server}");

    /// <summary>Partitions that are not complete and that the server left, as if they were on it.</summary>
    public static ServerSurvey Lost(ClusterSnapshot snapshot, Endpoint server) => new(
        server,
        Address(snapshot, server),
        [.. from table in snapshot.Tables
            where table.App.Status == AppStatus.Available
            from partition in table.Partitions
            where partition.MemberCount < table.App.Replicas && partition.LastDrops.Any(dropped => dropped.Name == server)
            select new SurveyedPartition(new TablePartition(table.App.Name, partition.Id), false, partition.MemberCount, table.App.Replicas, Needed(table))]);
}
