using Nightshift.Runs;

namespace Nightshift.Clusters;

/// <summary>What the journals say of one cluster: who holds what now, and who ended without putting it back.</summary>
/// <param name="UnderWay">Runs whose playbook has begun and not ended, in any process.</param>
/// <param name="Failed">Runs that failed after the last time that somebody tidied up, the oldest first.</param>
/// <param name="Unreadable">Runs whose journal nobody can read, each with the reason.</param>
public sealed record RunsOfCluster(IReadOnlyList<RunView> UnderWay, IReadOnlyList<RunView> Failed, IReadOnlyList<UnreadableRun> Unreadable)
{
    public static readonly RunsOfCluster None = new([], [], []);

    /// <summary>Without this run, such as the one that asks.</summary>
    public RunsOfCluster Except(RunId run) => this with { UnderWay = [.. UnderWay.Where(view => view.Summary.Id != run)] };
}

public sealed record UnreadableRun(RunId Id, string Command, string Reason);

/// <summary>Where the runs of a cluster are read; a cluster of its own knows none.</summary>
public interface IRunsOfClusters
{
    Task<RunsOfCluster> ReadAsync(string cluster, CancellationToken cancellationToken);
}
