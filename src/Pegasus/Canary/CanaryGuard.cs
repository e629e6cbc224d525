using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Canary;

/// <summary>
/// While the canary of a run works: no partition goes without an acknowledged write for longer than the budget, no more writes are refused than allowed, none is lost. It also
/// begins the probe anew in a process that carries the run on: guards are read only where a run really works, never in a replay.
/// </summary>
internal sealed class CanaryGuard(IRunInHand run, Canaries canaries)
{
    public static GuardDefinition Of(GuardContext context, Canaries canaries) => new()
    {
        Name = "the canary's writes are served",
        Read = new CanaryGuard(context.Run, canaries).Read,
    };

    private async Task<GuardReading> Read(CancellationToken cancellationToken)
    {
        if (run.FirstResult(RunningCanary.BeginStep) is not { } begun) return new GuardReading(true, "no canary works");
        if (run.FirstResult(RunningCanary.ReportStep) is not null) return new GuardReading(true, "the canary has ended");
        var canary = JsonSerializer.Deserialize<CanaryBegun>(begun) ?? throw new InvalidOperationException("the journal does not tell what the canary is");
        if (canary.Problem is not null) return new GuardReading(true, $"no canary works: {canary.Problem}");
        var probe = await canaries.Of(canary.Key, "begun anew after the program was restarted: the counts of the process before are lost", cancellationToken);
        return Judge(probe.Watch(), canary.Budget, canary.Budget == RunningCanary.OnlyCount ? 1 : canaries.Settings.RefusedBudget);
    }

    internal static GuardReading Judge(CanaryState state, TimeSpan budget, double refusedBudget)
    {
        if (state.Lost > 0) return new GuardReading(false, $"{state.Lost} acknowledged writes to {state.Table} are lost");
        if (state.Impossible > 0) return new GuardReading(false, $"{state.Impossible} writes to {state.Table} were refused and are there all the same");
        var quietest = state.Quietest;
        if (quietest.Silent > budget)
        {
            var trouble = quietest.Trouble is null ? "" : $", the last one met {quietest.Trouble}";
            return new GuardReading(false, $"partition {quietest.Partition.Partition} of {state.Table} has acknowledged no write for {CanaryText.Span(quietest.Silent)}, {CanaryText.Span(budget)} are allowed{trouble}");
        }

        return state.Failed > state.Usual * refusedBudget
            ? new GuardReading(false, $"{state.Failed} writes to {state.Table} failed in the last minute, {refusedBudget:P0} of {state.Usual} are allowed")
            : new GuardReading(true, $"every partition of {state.Table} acknowledges writes, {state.Failed} failed in the last minute");
    }
}
