using Nightshift.Runs;
using Nightshift.Runs.Journal;

namespace Nightshift.Clusters;

/// <summary>Reads the newest runs from the journals.</summary>
/// <param name="runs">Asked for when it is needed, since runs need clusters and clusters this.</param>
public sealed class RunsOfClusters(Func<IRuns> runs) : IRunsOfClusters
{
    /// <summary>The playbook, in the folder of any kind, after which nothing of an earlier run is left.</summary>
    public const string TidyPlaybook = "tidy.csx";

    /// <summary>So far back failures are remembered; a run that is under way is among the newest anyway.</summary>
    private const int Newest = 2_000;

    public async Task<RunsOfCluster> ReadAsync(string cluster, CancellationToken cancellationToken)
    {
        var underWay = new List<RunView>();
        var failed = new List<RunView>();
        var unreadable = new List<UnreadableRun>();
        var tidied = false;
        foreach (var run in (await runs().ListAsync(Newest, cancellationToken)).Where(run => run.Cluster == cluster))
        {
            var isUnderWay = run.State is RunState.Running or RunState.Paused or RunState.AwaitingDecision or RunState.Stopping;
            var mayHaveTidied = run.State == RunState.Succeeded && run.Command.TrimStart('/').StartsWith("tidy", StringComparison.Ordinal);
            if (!isUnderWay && (tidied || !(mayHaveTidied || run.State == RunState.Failed))) continue;
            try
            {
                if (await runs().FindAsync(run.Id, cancellationToken) is not { } view) continue;
                if (isUnderWay) underWay.Add(view);
                else if (view.Summary.State == RunState.Failed) failed.Add(view);
                else tidied = view.Request.Playbook.EndsWith("/" + TidyPlaybook, StringComparison.Ordinal);
            }
            catch (UnreadableJournalException fault)
            {
                unreadable.Add(new UnreadableRun(run.Id, run.Command, fault.Message));
            }
        }

        failed.Reverse();
        return new RunsOfCluster(underWay, failed, unreadable);
    }
}
