using Nightshift.Clusters;

namespace Nightshift.Bot.Wiring;

/// <summary>The configured clusters, opened once; each connects when it is first asked.</summary>
internal sealed class ConfiguredClusters : IClusters, IAsyncDisposable
{
    private ConfiguredClusters(IReadOnlyList<ICluster> all) => All = all;

    public IReadOnlyList<ICluster> All { get; }

    public ICluster? Find(string name) => All.FirstOrDefault(cluster => cluster.Name == name);

    /// <summary>Every fault of every cluster's section.</summary>
    /// <param name="resting">Clusters of the onebox that are not up: a section of theirs that only tunes tunes nothing now.</param>
    public static IReadOnlyList<string> Validate(IConfiguration configuration, IReadOnlyList<IClusterKind> kinds, IReadOnlyList<string>? resting = null) =>
        [.. Sections(configuration, resting).SelectMany(section => KindOf(section, kinds) is { } kind
            ? kind.Validate(section.Key, section)
            : [$"{section.Path}:Kind: {Written(section)} {string.Join(", ", kinds.Select(known => known.Name))}"])];

    /// <inheritdoc cref="Validate"/>
    public static ConfiguredClusters Open(IConfiguration configuration, IReadOnlyList<IClusterKind> kinds, IReadOnlyList<string>? resting = null) =>
        new([.. Sections(configuration, resting).Select(section => KindOf(section, kinds)!.Open(section.Key, section))]);

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in All) await cluster.DisposeAsync();
    }

    private static IEnumerable<IConfigurationSection> Sections(IConfiguration configuration, IReadOnlyList<string>? resting) =>
        configuration.GetSection("Nightshift:Clusters").GetChildren().Where(section => resting?.Contains(section.Key, StringComparer.OrdinalIgnoreCase) is not true);

    private static string Written(IConfigurationSection section) =>
        string.IsNullOrEmpty(section["Kind"]) ? "is missing; a cluster is one of" : $"'{section["Kind"]}' is none of";

    private static IClusterKind? KindOf(IConfigurationSection section, IReadOnlyList<IClusterKind> kinds) =>
        kinds.FirstOrDefault(kind => string.Equals(kind.Name, section["Kind"], StringComparison.OrdinalIgnoreCase));
}
