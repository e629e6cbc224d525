using Nightshift.Bot.PlaybookTests.Boxes;
using Nightshift.Onebox.Deployment;
using Nightshift.Runs;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>Whether a cluster is no less safe than before a run. What passes by itself within a while is no fault: replicas connect, servers answer again.</summary>
internal sealed class Judge(IGoodCluster good, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Everything that is wrong, a sentence each; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(FaultedRunEnd end, CancellationToken cancellationToken)
    {
        List<string> problems = [.. OfRun(end.Run)];
        problems.AddRange(await OfClusterAsync(cancellationToken));
        return problems;
    }

    public async Task<IReadOnlyList<string>> OfClusterAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var problems = await LookAsync(cancellationToken);
            if (problems.Count == 0 || time.GetElapsedTime(began) > patience) return problems;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await good.WorseNowAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or OneboxException)
        {
            return [$"the cluster cannot be looked at: {e.Message}"];
        }
    }

    private static IEnumerable<string> OfRun(RunView run)
    {
        if (run.Summary.State is not (RunState.Succeeded or RunState.Stopped or RunState.Failed)) yield return $"it ended {run.Summary.State} ({run.Summary.Reason})";
        foreach (var hold in run.Holds) yield return $"{hold.Setting} is still held at {hold.Value} and was {hold.Before}";
    }
}
