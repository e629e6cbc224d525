namespace Nightshift.Clusters;

/// <summary>The configured clusters, by name. They are opened once and shared; nobody who gets one from here disposes it.</summary>
public interface IClusters
{
    /// <summary>In the order of the configuration.</summary>
    IReadOnlyList<ICluster> All { get; }

    /// <summary>The cluster with exactly this name, or null.</summary>
    ICluster? Find(string name);
}
