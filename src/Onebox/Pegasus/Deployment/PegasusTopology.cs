using System.Globalization;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>Lays out a Pegasus box from its options: which processes, on which ports, in which folders.</summary>
internal static class PegasusTopology
{
    /// <summary>The version that a new box starts on.</summary>
    public const string FirstVersion = "2.4.0";

    /// <summary>The releases of a box.</summary>
    public static readonly IReadOnlyList<string> Versions = [FirstVersion, "2.5.0"];

    private const int ZooKeeperPort = 22181;
    private const int MetaPort = 34601;
    private const int ReplicaPort = 34801;
    private const int CollectorPort = 34101;

    public static PegasusDescription Describe(PegasusOptions options)
    {
        var directory = Path.GetFullPath(options.Directory);
        OneboxComponent Node(string role, int? number, int port) => new(
            $"{role}{number}", role, $"127.0.0.1:{port + (number ?? 1) - 1 + options.PortOffset}", "localhost", Path.Combine(directory, $"{role}{number}"));

        var components = new List<OneboxComponent>();
        if (options.ZooKeeper is null) components.Add(Node(OneboxComponent.ZooKeeper, null, ZooKeeperPort));
        for (var n = 1; n <= options.Metas; n++) components.Add(Node(PegasusRoles.Meta, n, MetaPort));
        for (var n = 1; n <= options.Replicas; n++) components.Add(Node(PegasusRoles.Replica, n, ReplicaPort));
        if (options.Collector) components.Add(Node(PegasusRoles.Collector, null, CollectorPort));

        return new PegasusDescription
        {
            Directory = directory,
            PortOffset = options.PortOffset,
            Timing = options.Timing,
            ClusterName = options.ClusterName,
            Generation = options.Generation,
            ZooKeeper = options.ZooKeeper ?? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ZooKeeperPort + options.PortOffset}"),
            OwnZooKeeper = options.ZooKeeper is null,
            Settings = new Dictionary<string, string>(options.Settings),
            Seed = options.Seed,
            Components = components,
            Releases = [.. Versions.Select(version => new OneboxRelease(version, Path.Combine(directory, "releases", version)))],
        };
    }
}
