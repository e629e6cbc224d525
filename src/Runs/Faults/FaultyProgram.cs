using Nightshift.Runs.Engine;

namespace Nightshift.Runs.Faults;

/// <summary>Carries out another program with faults at its steps, in a process that may die. Plans are made without faults.</summary>
internal sealed class FaultyProgram(IRunProgram inner, FaultPlan plan, FaultTimes times, MortalProcess process) : IRunProgram
{
    public Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken)
    {
        process.ThrowIfDead();
        return inner.ExecuteAsync(
            request,
            context.Mode == RunMode.Plan ? context : new FaultyContext(context, new FaultyPass(plan, times, process, new StepNames())),
            cancellationToken);
    }

    public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken)
    {
        process.ThrowIfDead();
        return inner.FingerprintAsync(request, cancellationToken);
    }

    public IReadOnlyList<GuardDefinition> Guards(RunRequest request, Func<RunView> view) => inner.Guards(request, view);
}

/// <summary>One pass of the program from the top.</summary>
/// <param name="Names">Counts repeated names as the engine does, so that a step is known by its real path.</param>
internal sealed record FaultyPass(FaultPlan Plan, FaultTimes Times, MortalProcess Process, StepNames Names);
