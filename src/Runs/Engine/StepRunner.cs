using System.Text.Json;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

/// <summary>Carries one step to its end: from the journal, from where a dead process left it, or anew.</summary>
internal sealed partial class StepRunner<T>(
    RunExecution run, RunContext context, StepPath path, StepDefinition<T> step, CancellationToken cancellationToken)
{
    private bool WayOut => context.WayOutScope;

    public async Task<T> RunAsync()
    {
        var (recorded, stop) = run.Journal.Read(state => (state.FindStep(path), state.Stop));
        if (recorded is null && context.Refuses(stop)) throw context.Abandon(path, stop!.Reason);
        if (recorded is not null) run.Replay.Meet(recorded, step.Kind, WayOut);
        if (recorded is null or { Phase: StepPhase.InHand or StepPhase.Failed }) await LiveAsync(recorded is null);
        return recorded?.Phase switch
        {
            null => await AttemptsAsync(1),
            StepPhase.InHand => await RecoverAsync(recorded),
            StepPhase.Failed => await AskAgainAsync(recorded),
            StepPhase.Abandoned => throw context.Abandon(path, recorded.Reason!),
            _ => Recorded(recorded),
        };
    }

    private async Task LiveAsync(bool isNew)
    {
        try
        {
            await run.Replay.LiveAsync(path, isNew, run.Halted);
        }
        catch (OperationCanceledException)
        {
            run.ThrowIfHalted();
            throw;
        }
    }

    private T Recorded(StepRecord recorded)
    {
        context.Observe(recorded.EndedAt);
        return Read(recorded.Json!);
    }

    private T Read(string json) => JsonSerializer.Deserialize<T>(json, run.Json)!;

    /// <summary>Gives the step up, and with it the run.</summary>
    private async Task<RunAbandonedException> AbandonAsync(string reason, bool byPeople)
    {
        await run.Journal.PostAsync(state => Proposal.Of(
            true,
            (IReadOnlyList<RunEvent>)(state.Stop is { AtOnce: true }
                ? [new StepAbandoned(path, reason)]
                : [new StepAbandoned(path, reason), new Stopping(path, $"{path}: {reason}", AtOnce: true, byPeople)])));
        return context.Abandon(path, reason);
    }
}
