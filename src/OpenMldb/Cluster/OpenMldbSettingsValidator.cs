using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.ZooKeeper;

namespace Nightshift.OpenMldb;

/// <summary>Every fault of a cluster's section at once, each a sentence that names the setting.</summary>
internal static class OpenMldbSettingsValidator
{
    private static readonly string[] Components = ["tablet", "tablet2", "nameserver", "apiserver", "taskmanager"];

    /// <summary>Guards are read once a second; a shorter bound would only tell how busy the nameserver is.</summary>
    private static readonly TimeSpan ShortestGuard = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestGuard = TimeSpan.FromDays(1);

    public static IReadOnlyList<string> Validate(string name, OpenMldbSettings settings)
    {
        var faults = new List<string>();
        if (!ConnectString.TryParse(settings.ZooKeeper, out _, out var connect)) faults.AddRange(connect.Select(fault => $"ZooKeeper: {fault}"));
        if (!ZNodePath.TryParse(settings.RootPath, out _)) faults.Add($"RootPath: '{settings.RootPath}' is not a path such as /openmldb");
        if (SecretReference.Fault(settings.ZooKeeperDigest) is { } digest) faults.Add($"ZooKeeperDigest: {digest}");
        if (SecretReference.Fault(settings.Authorization) is { } authorization) faults.Add($"Authorization: {authorization}");
        if (settings.SnapshotHour is < 0 or > 23) faults.Add($"SnapshotHour: {settings.SnapshotHour} is not an hour of the day");
        faults.AddRange(settings.Limits.All.Where(limit => limit.Span <= TimeSpan.Zero).Select(limit => $"Limits:{limit.Name}: {limit.Span} is not a span of time"));
        faults.AddRange(settings.Guards.All.Where(limit => limit.Span is { } span && (span < ShortestGuard || span > LongestGuard)).Select(limit =>
            $"Guards:{limit.Name}: {limit.Span} is not between {ShortestGuard.TotalSeconds:0} s and {LongestGuard.TotalDays:0} day"));
        for (var i = 0; i < settings.StatFiles.Count; i++) faults.AddRange(StatFile(i, settings.StatFiles[i]));
        foreach (var (release, directory) in settings.Releases)
        {
            if (release.Length == 0 || release.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))) faults.Add($"Releases: '{release}' is not the name of a release: letters, digits, dots and dashes");
            if (!Path.IsPathRooted(directory)) faults.Add($"Releases:{release}: '{directory}' is not an absolute path");
        }

        for (var i = 0; i < settings.Nodes.Count; i++) faults.AddRange(Node(i, settings.Nodes[i]));
        faults.AddRange(settings.Nodes.GroupBy(node => node.Endpoint, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"Nodes: {same.Key} is listed {same.Count()} times"));
        faults.AddRange(settings.Nodes
            .GroupBy(node => (node.Component, Host: HostOf(node), node.Directory))
            .Where(same => same.Key.Directory.Length > 0 && same.Select(node => node.Endpoint).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(same => $"Nodes: {string.Join(" and ", same.Select(node => node.Endpoint))} are both {same.Key.Component} in {same.Key.Directory} on {same.Key.Host}, so their processes could not be told apart"));
        return [.. faults.Select(fault => $"Nightshift:Clusters:{name}:{fault}")];
    }

    private static string HostOf(NodeSettings node) =>
        node.Host.Length > 0 ? node.Host : Endpoint.TryParse(node.Endpoint, out var endpoint) ? endpoint.Host : "";

    private static IEnumerable<string> StatFile(int index, StatFileSettings file)
    {
        if (!HostAddress.TryParse(file.Host, out _)) yield return $"StatFiles:{index}:Host: '{file.Host}' is not [user@]name[:port]";
        if (!file.Path.StartsWith('/') || file.Path.EndsWith('/') || file.Path.Split('/').Contains("..")) yield return $"StatFiles:{index}:Path: '{file.Path}' is not the absolute path of a file";
    }

    private static IEnumerable<string> Node(int index, NodeSettings node)
    {
        if (!Components.Contains(node.Component)) yield return $"Nodes:{index}:Component: '{node.Component}' is none of {string.Join(", ", Components)}";
        if (!Endpoint.TryParse(node.Endpoint, out _)) yield return $"Nodes:{index}:Endpoint: '{node.Endpoint}' is not host:port";
        if (node.Host.Length > 0 && !HostAddress.TryParse(node.Host, out _)) yield return $"Nodes:{index}:Host: '{node.Host}' is not [user@]name[:port]";
        if (!node.Directory.StartsWith('/') || node.Directory.EndsWith('/') || node.Directory.Split('/').Contains(".."))
            yield return $"Nodes:{index}:Directory: '{node.Directory}' is not an absolute path without a slash at its end";
    }
}
