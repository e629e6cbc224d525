using Nightshift.Runs.Engine;

namespace Nightshift.Runs.Planning;

/// <summary>A run in plan mode: observations are carried out, what would change something or wait describes itself. Nothing is recorded.</summary>
internal sealed class PlanContext(CollectedPlan plan, StepNames names, TimeProvider time, StepPath path, CancellationToken planning) : IRunContext
{
    public RunId Run => default;

    public RunMode Mode => RunMode.Plan;

    public StepPath Path => path;

    public TimeProvider Time => time;

    public bool Abandoned => false;

    public async Task<T> StepAsync<T>(StepDefinition<T> step, CancellationToken cancellationToken = default)
    {
        planning.ThrowIfCancellationRequested();
        var own = names.Claim(path.Child(step.Name));
        var builder = new StepPlanBuilder(plan, own, step.Description);
        var result = step switch
        {
            { Plan: { } describe } => await describe(builder),
            { Kind: StepKind.Observation } => await ObserveAsync(step, own, cancellationToken),
            _ => default!,
        };
        if (step.Kind != StepKind.Observation || builder.Spoke)
            plan.Add(new PlannedStep(own.Value, step.Kind, builder.Description, builder.Details));
        return result;
    }

    public IRunContext Scope(string name) => new PlanContext(plan, names, time, path.Child(name), planning);

    public IRunContext WayOut(string name) => Scope(name);

    public Task SafePointAsync(string name, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SayAsync(string text, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <exception cref="TimeoutException">It took longer than its deadline.</exception>
    private async Task<T> ObserveAsync<T>(StepDefinition<T> step, StepPath own, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(step.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, planning, cancellationToken);
        var waiting = new WaitingSentence(time);
        var attempt = new AttemptInHand(1, EffectIds.Of("plan", own, 1), time, waiting.Set, _ => { }, null, either.Token);
        try
        {
            return await step.Execute(attempt).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !planning.IsCancellationRequested)
        {
            throw new TimeoutException(Sentences.GaveUp(step.Description, step.Deadline, waiting.Now, time.GetUtcNow()));
        }
    }
}
