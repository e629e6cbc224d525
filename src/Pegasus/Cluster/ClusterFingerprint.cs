using System.Text;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus;

/// <summary>
/// What an approval depends on: members and versions, settings, and which servers hold which partition. Who of them is primary is left out: each drain finds that out anew and
/// moves it, and the balancer may at any second; that a partition has no primary stands in it. So do unknowns, which therefore count as a difference.
/// </summary>
internal static class ClusterFingerprint
{
    /// <summary>As long as the placement of a table may be to be told in full; beyond, its hash tells that it changed and <c>/replicas</c> what.</summary>
    private const int LongestPlacement = 400;

    /// <summary>No meta server is there.</summary>
    public static Fingerprint Down { get; } = new(new SortedDictionary<string, string>(StringComparer.Ordinal) { ["cluster"] = "down" });

    /// <param name="own">The table that runs make for themselves; null when there is none.</param>
    public static Fingerprint Of(ClusterSnapshot snapshot, string? own)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [HeldSettings.Level] = Fact(snapshot.Settings.Level, level => level.Word()),
            [MetaSetting.AssignDelayMs] = Fact(snapshot.Settings.AssignDelayMs, delay => $"{delay}"),
            [MetaSetting.AddSecondaryMax] = Fact(snapshot.Settings.AddSecondaryMax, most => $"{most}"),
            [MetaSetting.AddSecondaryFlowControl] = Fact(snapshot.Settings.FlowControl, on => on ? "true" : "false"),
            [MetaSetting.LivePercentage] = Fact(snapshot.Settings.LivePercentage, share => $"{share}"),
            ["min_live_node_count_for_unfreeze"] = Fact(snapshot.Settings.MinLiveNodes, least => $"{least}"),
        };
        foreach (var meta in snapshot.Metas) facts[$"{StatusReport.MetaServer} {meta.Address}"] = meta.Role == MetaRole.Unreachable ? "unreachable" : "there";
        foreach (var node in snapshot.Nodes) facts[$"{StatusReport.ReplicaServer} {node.Server}"] = $"{(node.Alive ? "alive" : "not alive")}, {Fact(node.Process, process => process.Version)}";
        foreach (var table in snapshot.Tables.Where(table => table.App.Name != own)) facts[$"table {table.App.Id} {table.App.Name}"] = Table(table);
        return new Fingerprint(facts);
    }

    private static string Table(TableState table)
    {
        var placement = string.Join(';', table.Partitions.OrderBy(partition => partition.Id.Index).Select(Placement));
        return placement.Length <= LongestPlacement
            ? placement
            : $"{table.Partitions.Length} partitions of {table.App.Replicas}, placement {Sha256Digest.Of(Encoding.UTF8.GetBytes(placement)).Hex[..16]}";
    }

    private static string Placement(PartitionConfig partition) =>
        $"{partition.Id.Index}:{string.Join(',', partition.Members.Select(server => server.ToString()).Order(StringComparer.Ordinal))}{(partition.Primary is null ? " without a primary" : "")}";

    private static string Fact<T>(Reading<T> reading, Func<T, string> text) => reading.TryGet(out var value) ? text(value) : $"unknown ({reading.Reason})";
}
