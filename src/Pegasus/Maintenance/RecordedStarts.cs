using Nightshift.Clusters;
using Nightshift.Pegasus.Processes;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Starts of replica servers by the journals of runs: a command line knows only its own run, and the leader counts those of all.</summary>
internal sealed class RecordedStarts(string cluster, IRunsOfClusters runs)
{
    public async Task<IReadOnlyList<DateTimeOffset>> Of(Endpoint server, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var views = await runs.SinceAsync(cluster, since, cancellationToken);
        return [.. views.SelectMany(run => run.Steps).Where(step => IsStart(step, server)).Select(step => step.Attempts[^1].Ended).OfType<DateTimeOffset>().Where(ended => ended >= since)];
    }

    /// <summary>One that ended without a result started nothing that lived.</summary>
    private static bool IsStart(StepView step, Endpoint server) =>
        step is { State: StepState.Done, Attempts.Count: > 0, Result: not (null or "null") } && ServerProcessSteps.IsStartOf(step.Description, ServerRoles.Replica, server);
}
