using System.Collections.Immutable;
using System.Globalization;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>A snapshot as the answer to <c>/status</c>.</summary>
internal static class StatusReport
{
    public const string ReplicaServer = "replica server";
    public const string MetaServer = "meta server";
    public const string Collector = "collector";

    /// <param name="metas">What each meta server that answers tells of its process.</param>
    /// <param name="collectors">Which are in no list of the cluster's, so each was asked itself.</param>
    public static ClusterStatus Of(string cluster, ClusterSnapshot snapshot, IReadOnlyDictionary<Endpoint, Reading<ServerInfo>> metas, IReadOnlyList<NodeStatus> collectors)
    {
        List<NodeStatus> nodes = [.. snapshot.Metas.Select(meta => Meta(meta, metas)), .. Servers(snapshot), .. collectors];
        return new ClusterStatus(cluster, PegasusKind.KindName, WorstOf(snapshot, nodes), nodes, SettingReport.Of(snapshot), Summary(snapshot));
    }

    /// <summary>Healthy only when everything could be read, every process is healthy, every partition is whole, and the meta server may act.</summary>
    private static Health WorstOf(ClusterSnapshot snapshot, List<NodeStatus> nodes)
    {
        if (nodes.Exists(node => node.Health == Health.Unknown) || !snapshot.Settings.Level.IsKnown) return Health.Unknown;
        var tablesAreWhole = TableReport.Of(snapshot).All(table => table.Health is Health.Healthy or Health.Unknown);
        var acts = snapshot.Info.Level > MetaLevel.Freezed;
        return tablesAreWhole && acts && nodes.TrueForAll(node => node.Health == Health.Healthy) ? Health.Healthy : Health.Degraded;
    }

    public static NodeStatus Meta(MetaStanding meta, IReadOnlyDictionary<Endpoint, Reading<ServerInfo>> processes)
    {
        var role = meta.Role switch
        {
            MetaRole.Leader => "leader",
            MetaRole.Standby => "standby",
            MetaRole.Loading => "elected, reads its state",
            MetaRole.Recovering => "in recovery mode: people must act",
            _ => meta.Reason ?? "does not answer",
        };
        var process = processes.TryGetValue(meta.Address, out var read) ? read : Reading<ServerInfo>.Unknown(meta.Reason ?? "it was not asked");
        var health = meta.Role switch
        {
            MetaRole.Unreachable => Health.Down,
            MetaRole.Leader or MetaRole.Standby => process.IsKnown ? Health.Healthy : Health.Unknown,
            _ => Health.Degraded,
        };
        var note = meta.Role == MetaRole.Unreachable ? role : process.TryGet(out var info) ? $"{role}, since {info.Started}" : $"{role}; {process.Reason}";
        return new NodeStatus(MetaServer, meta.Address.ToString(), health, process.IsKnown ? process.Value.Version : null, note);
    }

    private static IEnumerable<NodeStatus> Servers(ClusterSnapshot snapshot)
    {
        var primaries = Counts(snapshot, partition => partition.Primary is { } primary ? [primary] : []);
        var replicas = Counts(snapshot, partition => partition.Members);
        foreach (var node in snapshot.Nodes.OrderBy(node => node.Server.ToString(), StringComparer.Ordinal))
        {
            var health = !node.Alive ? Health.Down : node.Process.IsKnown ? Health.Healthy : Health.Unknown;
            var held = string.Create(CultureInfo.InvariantCulture, $"primary of {primaries.GetValueOrDefault(node.Server)} of {replicas.GetValueOrDefault(node.Server)} replicas");
            var note = !node.Alive ? $"the meta server gets no beacons from it; {held}" : node.Process.TryGet(out var info) ? $"{held}, since {info.Started}" : $"{held}; {node.Process.Reason}";
            yield return new NodeStatus(ReplicaServer, node.Server.ToString(), health, node.Process.IsKnown ? node.Process.Value.Version : null, note);
        }
    }

    private static Dictionary<Server, int> Counts(ClusterSnapshot snapshot, Func<PartitionConfig, IEnumerable<Server>> servers) =>
        snapshot.Served().SelectMany(table => table.Partitions).SelectMany(servers).GroupBy(server => server).ToDictionary(server => server.Key, server => server.Count());

    private static string Summary(ClusterSnapshot snapshot)
    {
        var tables = snapshot.Served().ToImmutableArray();
        var name = snapshot.Info.ClusterName is { } called ? $"cluster {called}: " : "";
        return $"{name}{tables.Length} tables, {tables.Sum(table => table.Partitions.Length)} partitions";
    }
}

/// <summary>The leader's live settings in words; one that could not be read says why.</summary>
internal static class SettingReport
{
    public static IReadOnlyDictionary<string, string> Of(ClusterSnapshot snapshot)
    {
        var settings = snapshot.Settings;
        return new Dictionary<string, string>
        {
            ["level"] = Level(snapshot),
            ["assign delay"] = Text(settings.AssignDelayMs, delay => $"{Span(delay)}"),
            ["secondaries added at once"] = Text(settings.AddSecondaryMax, most => settings.FlowControl is { IsKnown: true, Value: false } ? $"{most} (without effect, flow control is off)" : $"{most}"),
            ["flow control"] = Text(settings.FlowControl, on => on ? "on" : "off"),
            ["freezes below"] = $"{Text(settings.MinLiveNodes, least => $"{least} replica servers")} or {Text(settings.LivePercentage, share => $"{share} %")} alive",
        };
    }

    private static string Level(ClusterSnapshot snapshot)
    {
        var effective = snapshot.Info.Level.Word();
        if (!snapshot.Settings.Level.TryGet(out var set)) return $"unknown ({snapshot.Settings.Level.Reason}), effective {effective}";
        return set == snapshot.Info.Level ? effective : $"{set.Word()}, effective {effective}";
    }

    private static string Text<T>(Reading<T> reading, Func<T, string> words) => reading.TryGet(out var value) ? words(value) : $"unknown ({reading.Reason})";

    private static string Span(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds) switch
    {
        { TotalHours: >= 1 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
        { TotalMinutes: >= 1 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min"),
        { TotalSeconds: >= 1 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        var span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
    };
}
