namespace Nightshift.Clusters;

/// <summary>The configured clusters, open.</summary>
public interface IClusters
{
    IReadOnlyList<ICluster> All { get; }

    ICluster? Find(string name);
}
