using System.Text.Json.Serialization;
using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>What there is in a Pegasus box, as <c>pegasus.json</c> in its directory tells it: all that a client needs to find the cluster.</summary>
public sealed record PegasusDescription
{
    public const string FileName = "pegasus.json";

    public required string Directory { get; init; }

    public required int PortOffset { get; init; }

    public required OneboxTiming Timing { get; init; }

    public required string ClusterName { get; init; }

    public string? Generation { get; init; }

    /// <summary>Connect string, <c>host:port[,host:port]</c>.</summary>
    public required string ZooKeeper { get; init; }

    /// <summary>Whether the box runs that ZooKeeper itself.</summary>
    public required bool OwnZooKeeper { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyList<OneboxComponent> Components { get; init; }

    public required IReadOnlyList<OneboxRelease> Releases { get; init; }

    /// <summary>Whether the tables belong to the box.</summary>
    public required bool Seed { get; init; }

    /// <summary>Whether the tables have been made.</summary>
    public bool Seeded { get; init; }

    /// <summary>Addresses of the meta servers, with commas.</summary>
    [JsonIgnore]
    public string Metas => string.Join(',', Components.Where(c => c.Component == PegasusRoles.Meta).Select(c => c.Endpoint));

    /// <summary>Options that make this very box again.</summary>
    public PegasusOptions ToOptions() => new()
    {
        Directory = Directory,
        PortOffset = PortOffset,
        Timing = Timing,
        ClusterName = ClusterName,
        Generation = Generation,
        ZooKeeper = OwnZooKeeper ? null : ZooKeeper,
        Settings = Settings,
        Seed = Seed,
        Metas = Components.Count(c => c.Component == PegasusRoles.Meta),
        Replicas = Components.Count(c => c.Component == PegasusRoles.Replica),
        Collector = Components.Any(c => c.Component == PegasusRoles.Collector),
    };

    /// <summary>The description in <paramref name="directory"/>, or null when there is no box.</summary>
    /// <exception cref="OneboxException">The file is damaged.</exception>
    public static Task<PegasusDescription?> ReadAsync(string directory, CancellationToken cancellationToken) =>
        DescriptionFile.ReadAsync<PegasusDescription>(Path.Combine(directory, FileName), cancellationToken);

    /// <summary>Writes <c>pegasus.json</c>, whole or not at all.</summary>
    internal Task WriteAsync(CancellationToken cancellationToken) => DescriptionFile.WriteAsync(Path.Combine(Directory, FileName), this, cancellationToken);
}

/// <summary>The kinds of server of a Pegasus box, as <see cref="OneboxComponent.Component"/> names them.</summary>
public static class PegasusRoles
{
    public const string Meta = "meta";
    public const string Replica = "replica";
    public const string Collector = "collector";
}
