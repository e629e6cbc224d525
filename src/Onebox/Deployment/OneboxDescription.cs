namespace Nightshift.Onebox.Deployment;

/// <summary>What there is in a box, as <c>onebox.json</c> in its directory tells it: all that a client needs to find the cluster.</summary>
public sealed record OneboxDescription
{
    public const string FileName = "onebox.json";

    /// <summary><c>openmldb</c>: the kind of cluster and its name.</summary>
    public string Name { get; init; } = "openmldb";

    public required string Directory { get; init; }

    public required int PortOffset { get; init; }

    public required OneboxTiming Timing { get; init; }

    /// <summary>Connect string, <c>host:port[,host:port]</c>.</summary>
    public required string ZooKeeper { get; init; }

    /// <summary>Whether the box runs that ZooKeeper itself.</summary>
    public required bool OwnZooKeeper { get; init; }

    public required string RootPath { get; init; }

    public required bool AutoFailover { get; init; }

    public required IReadOnlyDictionary<string, string> Flags { get; init; }

    public required IReadOnlyList<OneboxComponent> Components { get; init; }

    public required IReadOnlyList<OneboxRelease> Releases { get; init; }

    /// <summary>Whether database <c>demo</c> belongs to the box.</summary>
    public required bool Seed { get; init; }

    /// <summary>Of <c>demo.orders</c>, when it is made.</summary>
    public int SeedPartitions { get; init; } = 8;

    /// <summary>Whether database <c>demo</c> has been filled.</summary>
    public bool Seeded { get; init; }

    /// <summary>Options that make this very box again.</summary>
    public OneboxOptions ToOptions() => new()
    {
        Directory = Directory,
        PortOffset = PortOffset,
        Timing = Timing,
        ZooKeeper = OwnZooKeeper ? null : ZooKeeper,
        RootPath = RootPath,
        AutoFailover = AutoFailover,
        Flags = Flags,
        Seed = Seed,
        SeedPartitions = SeedPartitions,
        Nameservers = Components.Count(c => c.Component == OneboxComponent.Nameserver),
        Tablets = Components.Count(c => c.Component == OneboxComponent.Tablet),
    };

    /// <summary>The description in <paramref name="directory"/>, or null when there is no box.</summary>
    public static Task<OneboxDescription?> ReadAsync(string directory, CancellationToken cancellationToken) =>
        DescriptionFile.ReadAsync<OneboxDescription>(Path.Combine(directory, FileName), cancellationToken);

    /// <summary>Writes <c>onebox.json</c>, whole or not at all.</summary>
    internal Task WriteAsync(CancellationToken cancellationToken) => DescriptionFile.WriteAsync(Path.Combine(Directory, FileName), this, cancellationToken);
}

/// <summary>One process of the box.</summary>
/// <param name="Name">Its folder's name, <c>tablet1</c>.</param>
/// <param name="Component">What <c>start.sh</c> calls it, <c>tablet</c>.</param>
/// <param name="Endpoint"><c>127.0.0.1:10921</c>, listened on and registered.</param>
/// <param name="Host">The machine, as a host entry: always <c>localhost</c>.</param>
/// <param name="Directory">The deployment's root: <c>bin/</c>, <c>conf/</c>, <c>logs/</c>.</param>
public sealed record OneboxComponent(string Name, string Component, string Endpoint, string Host, string Directory)
{
    public const string ZooKeeper = "zookeeper";
    public const string Nameserver = "nameserver";
    public const string Tablet = "tablet";
    public const string ApiServer = "apiserver";
    public const string TaskManager = "taskmanager";
}

/// <summary>A release that can be installed.</summary>
/// <param name="Version"><c>0.9.3</c>.</param>
/// <param name="Path">A folder with <c>bin/</c>.</param>
public sealed record OneboxRelease(string Version, string Path);
