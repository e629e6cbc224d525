using Nightshift.Clusters;

namespace Nightshift.Bot.Wiring;

/// <summary>The configured clusters, opened once; each connects when it is first asked.</summary>
internal sealed class ConfiguredClusters : IClusters, IAsyncDisposable
{
    private ConfiguredClusters(IReadOnlyList<ICluster> all) => All = all;

    public IReadOnlyList<ICluster> All { get; }

    public ICluster? Find(string name) => All.FirstOrDefault(cluster => cluster.Name == name);

    /// <summary>Every fault of every cluster's section.</summary>
    public static IReadOnlyList<string> Validate(IConfiguration configuration, IReadOnlyList<IClusterKind> kinds) =>
        [.. Sections(configuration).SelectMany(section => KindOf(section, kinds) is { } kind
            ? kind.Validate(section.Key, section)
            : [$"{section.Path}:Kind: '{section["Kind"]}' is none of {string.Join(", ", kinds.Select(known => known.Name))}"])];

    public static ConfiguredClusters Open(IConfiguration configuration, IReadOnlyList<IClusterKind> kinds) =>
        new([.. Sections(configuration).Select(section => KindOf(section, kinds)!.Open(section.Key, section))]);

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in All) await cluster.DisposeAsync();
    }

    private static IEnumerable<IConfigurationSection> Sections(IConfiguration configuration) => configuration.GetSection("Nightshift:Clusters").GetChildren();

    private static IClusterKind? KindOf(IConfigurationSection section, IReadOnlyList<IClusterKind> kinds) =>
        kinds.FirstOrDefault(kind => string.Equals(kind.Name, section["Kind"], StringComparison.OrdinalIgnoreCase));
}
