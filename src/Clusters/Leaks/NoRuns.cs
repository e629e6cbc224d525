namespace Nightshift.Clusters;

/// <summary>No journals at all.</summary>
public sealed class NoRuns : IRunsOfClusters
{
    public static readonly NoRuns Instance = new();

    private NoRuns()
    {
    }

    public Task<RunsOfCluster> ReadAsync(string cluster, CancellationToken cancellationToken) => Task.FromResult(RunsOfCluster.None);
}
