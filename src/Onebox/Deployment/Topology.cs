namespace Nightshift.Onebox.Deployment;

/// <summary>Lays out a box from its options: which processes, on which ports, in which folders.</summary>
internal static class Topology
{
    /// <summary>The version that a new box starts on.</summary>
    public const string FirstVersion = "0.9.2";

    /// <summary>The releases of a box.</summary>
    public static readonly IReadOnlyList<string> Versions = [FirstVersion, "0.9.3"];

    public static OneboxDescription Describe(OneboxOptions options)
    {
        var directory = Path.GetFullPath(options.Directory);
        OneboxComponent Node(string component, int number, int port) => new(
            component is OneboxComponent.Nameserver or OneboxComponent.Tablet ? $"{component}{number + 1}" : component,
            component,
            $"127.0.0.1:{port + number + options.PortOffset}",
            "localhost",
            component == OneboxComponent.ZooKeeper
                ? Path.Combine(directory, component)
                : Path.Combine(directory, "openmldb", component is OneboxComponent.Nameserver or OneboxComponent.Tablet ? $"{component}{number + 1}" : component));

        var components = new List<OneboxComponent>();
        if (options.ZooKeeper is null) components.Add(Node(OneboxComponent.ZooKeeper, 0, 2181));
        for (var n = 0; n < options.Nameservers; n++) components.Add(Node(OneboxComponent.Nameserver, n, 7527));
        for (var n = 0; n < options.Tablets; n++) components.Add(Node(OneboxComponent.Tablet, n, 10921));
        components.Add(Node(OneboxComponent.ApiServer, 0, 9080));
        components.Add(Node(OneboxComponent.TaskManager, 0, 9902));

        return new OneboxDescription
        {
            Directory = directory,
            PortOffset = options.PortOffset,
            Timing = options.Timing,
            ZooKeeper = options.ZooKeeper ?? $"127.0.0.1:{2181 + options.PortOffset}",
            OwnZooKeeper = options.ZooKeeper is null,
            RootPath = options.RootPath,
            AutoFailover = options.AutoFailover,
            Flags = new Dictionary<string, string>(options.Flags),
            Seed = options.Seed,
            SeedPartitions = options.SeedPartitions,
            Components = components,
            Releases = [.. Versions.Select(v => new OneboxRelease(v, Path.Combine(directory, "releases", v)))],
        };
    }
}
