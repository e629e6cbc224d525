using System.Globalization;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb;

/// <summary>One table of a snapshot as the answer to <c>/replicas</c>.</summary>
internal static class PartitionReport
{
    /// <param name="table"><c>db.table</c>.</param>
    public static IReadOnlyList<PartitionStatus> Of(string cluster, ClusterSnapshot snapshot, string table)
    {
        var tables = snapshot.Tables.Value;
        var found = tables.FirstOrDefault(known => known.Id.ToString() == table)
            ?? throw new NoSuchTableException(cluster, table, [.. tables.Select(known => known.Id.ToString())]);
        return [.. found.Partitions.OrderBy(partition => partition.Pid).Select(Of)];
    }

    private static PartitionStatus Of(TablePartition partition)
    {
        var leader = partition.EffectiveLeader;
        var followers = partition.Replicas.Where(replica => leader is null || replica.Endpoint != leader.Value.Endpoint).ToList();
        var faults = followers.Count(replica => FaultOf(replica) is not null);
        var leaders = partition.Replicas.Count(replica => replica.IsEffectiveLeader);
        var leaderFault = leader is { } leads ? FaultOf(leads) : leaders > 1 ? $"{leaders} replicas call themselves leader" : "nobody leads";
        return new PartitionStatus(
            (int)partition.Pid,
            leader is null ? Health.Down : faults > 0 || leaderFault is not null ? Health.Degraded : leader.Value.Offset is null ? Health.Unknown : Health.Healthy,
            leader?.Endpoint.ToString(),
            [.. followers.Select(replica => FaultOf(replica) is { } fault ? $"{replica.Endpoint} ({fault})" : replica.Endpoint.ToString())],
            $"term {Number(partition.LastTerm)}, offset {Number(leader?.Offset)}",
            leaderFault ?? Behind(leader, followers));
    }

    private static string? FaultOf(Replica replica) => !replica.IsAlive ? "not alive" : !replica.TabletHasPartition ? "not loaded" : null;

    private static string Behind(Replica? leader, List<Replica> followers) =>
        leader?.Offset is { } offset && followers.Where(follower => follower.Offset < offset).Select(follower => (offset - follower.Offset)!.Value).DefaultIfEmpty().Max() is var most and > 0
            ? $"a follower is {Number(most)} records behind"
            : "";

    private static string Number(ulong? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
}
