using Nightshift.Runs.Engine;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Planning;

/// <summary>Makes plans on the live cluster.</summary>
internal sealed class Planner(IRunProgram program, IRunStore store, TimeProvider time)
{
    public async Task<Plan> PlanAsync(RunRequest request, CancellationToken cancellationToken)
    {
        // Before and not after: what changes while the plan is made is then seen as drift when it starts.
        var fingerprint = await program.FingerprintAsync(request, cancellationToken);
        var collected = new CollectedPlan();
        if (request.BreakGlass is { } reason) collected.Add(new PlannedRisk(RiskTier.High, Sentences.BreakGlass(request.RequestedBy, reason)));
        await program.ExecuteAsync(request, new PlanContext(collected, new StepNames(), time, StepPath.Root, cancellationToken), cancellationToken);
        var times = await store.StepTimesAsync(collected.StepNames, cancellationToken);
        return collected.ToPlan(request, fingerprint, steps => Expect(steps, times));
    }

    /// <summary>Steps never seen count as the mean of those that were.</summary>
    private static TimeSpan? Expect(IReadOnlyList<PlannedStep> steps, IReadOnlyDictionary<string, TimeSpan> times)
    {
        if (times.Count == 0) return null;
        var unknown = TimeSpan.FromTicks((long)times.Values.Average(took => took.Ticks));
        return steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + times.GetValueOrDefault(new StepPath(step.Path).Name, unknown));
    }
}
