namespace Nightshift.Clusters;

/// <summary>
/// One look at what was left behind. Runs are read before the cluster and after it: what a run set that began in between would look as if nobody held it, and what one put
/// back that ended meanwhile as if it still did.
/// </summary>
public static class LeakLook
{
    private const int MostLooks = 3;

    public static async Task<(RunsOfCluster Runs, LeakReport Report)> AtAsync(ICluster cluster, IRunsOfClusters runs, CancellationToken cancellationToken)
    {
        var before = await runs.ReadAsync(cluster.Name, cancellationToken);
        for (var look = 1; ; look++)
        {
            var report = await cluster.LeaksAsync(before, cancellationToken);
            var after = await runs.ReadAsync(cluster.Name, cancellationToken);
            if (IsSame(before, after)) return (before, report);
            if (look == MostLooks) return (after, report with { Unseen = [.. report.Unseen, "runs begin and end just now, so that what is theirs is not told from what was left; ask again"] });
            before = after;
        }
    }

    private static bool IsSame(RunsOfCluster one, RunsOfCluster other) =>
        one.UnderWay.Select(run => (run.Summary.Id, run.Holds.Count)).SequenceEqual(other.UnderWay.Select(run => (run.Summary.Id, run.Holds.Count)))
        && one.Failed.Select(run => run.Summary.Id).SequenceEqual(other.Failed.Select(run => run.Summary.Id));
}
