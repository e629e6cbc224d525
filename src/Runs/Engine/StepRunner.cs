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
        if (step is { Holding: not null, Hold: { } hold }) hold.TakenAt = path;
        var (recorded, stop) = run.Journal.Read(state => (state.FindStep(path), state.Stop));
        if (recorded is null && context.Refuses(stop)) throw context.Abandon(path, stop!.Reason);
        if (recorded is not null) run.Replay.Meet(recorded, step.Kind, WayOut);
        return recorded?.Phase switch
        {
            null or StepPhase.InHand or StepPhase.Failed => await GoOnAsync(recorded),
            StepPhase.Abandoned => throw context.Abandon(path, recorded.Reason!),
            _ => Recorded(recorded),
        };
    }

    private async Task<T> GoOnAsync(StepRecord? recorded)
    {
        await UnlessHaltedAsync(run.Replay.LiveAsync(path, recorded is null, run.Halted));
        run.EndOfHistory?.Invoke(path);
        // Only now: in a replay, others are met before whoever has the turn goes on.
        using var turn = step.Hold is { } hold ? await TurnAsync(hold) : null;
        return recorded?.Phase switch
        {
            _ when step.Choices is { } choices => await AskAsync(choices, recorded),
            null => await AttemptsAsync(1),
            StepPhase.InHand => await RecoverAsync(recorded),
            _ => await AskAgainAsync(recorded),
        };
    }

    /// <summary>A step that a pause keeps from beginning does not keep the turn from others meanwhile, least of all from the way out.</summary>
    private async Task<IDisposable> TurnAsync(HoldTicket hold)
    {
        while (true)
        {
            await StandWhileHeldAsync();
            var taking = run.Turns.TakeAsync(hold.Setting, run.Halted);
            await UnlessHaltedAsync(taking);
            var turn = await taking;
            if (!run.Journal.Read(IsHeld)) return turn;
            turn.Dispose();
        }
    }

    private async Task UnlessHaltedAsync(Task waiting)
    {
        try
        {
            await waiting;
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
