using System.Globalization;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb;

/// <summary>A snapshot as the answer to <c>/status</c>.</summary>
internal static class StatusReport
{
    public static ClusterStatus Of(string cluster, ClusterSnapshot snapshot, IReadOnlyList<NodeStatus> others)
    {
        List<NodeStatus> nodes = [.. Nameservers(snapshot), .. Tablets(snapshot), .. others];
        var settings = new Dictionary<string, string>
        {
            ["auto_failover"] = snapshot.AutoFailover.TryGet(out var automatic) ? automatic ? "true" : "false" : $"unknown ({snapshot.AutoFailover.Reason})",
        };
        return new ClusterStatus(cluster, OpenMldbKind.KindName, WorstOf(snapshot, nodes), nodes, settings, Summary(snapshot));
    }

    /// <summary>Healthy only when everything could be read, every process is healthy, and every partition has its leader and its replicas.</summary>
    private static Health WorstOf(ClusterSnapshot snapshot, List<NodeStatus> nodes)
    {
        if (nodes.Count == 0 || nodes.Exists(node => node.Health == Health.Unknown)) return Health.Unknown;
        if (!snapshot.Tables.IsKnown || !snapshot.AutoFailover.IsKnown) return Health.Unknown;
        var tablesAreWhole = TableReport.Of(snapshot).All(table => table.Health is Health.Healthy or Health.Unknown);
        return tablesAreWhole && nodes.TrueForAll(node => node.Health == Health.Healthy) ? Health.Healthy : Health.Degraded;
    }

    private static IEnumerable<NodeStatus> Nameservers(ClusterSnapshot snapshot)
    {
        if (!snapshot.Nameservers.TryGet(out var nameservers))
            return [new NodeStatus("nameserver", "?", Health.Unknown, null, snapshot.Nameservers.Reason!)];
        return nameservers.Select(server => new NodeStatus(
            "nameserver",
            server.Node.Endpoint.ToString(),
            server.Version.IsKnown ? Health.Healthy : Health.Unknown,
            server.Version.IsKnown ? server.Version.Value : null,
            server.Version.IsKnown ? server.Node.IsLeader ? "leader" : "standby" : server.Version.Reason));
    }

    private static IEnumerable<NodeStatus> Tablets(ClusterSnapshot snapshot)
    {
        if (!snapshot.Tablets.TryGet(out var tablets)) return [new NodeStatus("tablet", "?", Health.Unknown, null, snapshot.Tablets.Reason!)];
        return tablets.Select(tablet => new NodeStatus(
            "tablet", tablet.Endpoint.ToString(), HealthOf(tablet), tablet.Version.IsKnown ? tablet.Version.Value : null, NoteOf(tablet, snapshot)));
    }

    private static Health HealthOf(TabletView tablet) => tablet.State switch
    {
        TabletState.Healthy => tablet.Version.IsKnown ? Health.Healthy : Health.Unknown,
        TabletState.Offline => Health.Down,
        _ => Health.Unknown,
    };

    private static string NoteOf(TabletView tablet, ClusterSnapshot snapshot)
    {
        if (tablet.State == TabletState.Unknown) return "the nameserver does not list it";
        if (tablet.State == TabletState.Offline) return "the nameserver calls it offline";
        if (!tablet.Version.IsKnown) return tablet.Version.Reason;
        if (!snapshot.Tables.IsKnown) return snapshot.Tables.Reason;
        var replicas = snapshot.ReplicasOn(tablet.Endpoint).ToList();
        var leaders = replicas.Count(replica => replica.Replica.IsEffectiveLeader);
        return string.Create(CultureInfo.InvariantCulture, $"leads {leaders} of {replicas.Count} partitions");
    }

    private static string Summary(ClusterSnapshot snapshot)
    {
        if (!snapshot.Tables.TryGet(out var tables)) return $"tables unknown: {snapshot.Tables.Reason}";
        var unfinished = snapshot.Ops.TryGet(out var ops) ? ops.Count(op => op.IsUnfinished).ToString(CultureInfo.InvariantCulture) : "unknown";
        return $"{tables.Length} tables, {tables.Sum(table => table.Partitions.Length)} partitions, {unfinished} operations under way";
    }
}
