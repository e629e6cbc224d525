using System.Text.Json;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class StepRunner<T>
{
    /// <summary>Journals the failure with the question about it, and waits for the answer.</summary>
    private async Task<Decision> FailedAsync(int number, string error, string? waitsFor)
    {
        var pause = await run.Journal.PostAsync(state =>
        {
            var failure = new StepFailed(path, number, error, waitsFor);
            var failures = state.FindStep(path)?.FailuresInRow ?? 0;
            if (WayOut && failures < run.Options.WayOutPauses.Count)
                return Proposal.Of<TimeSpan?>(run.Options.WayOutPauses[failures], failure, new Decided(path, PersonId.Nightshift, Decision.Retry));
            return !WayOut && state.Stop is { AtOnce: true }
                ? Proposal.Of<TimeSpan?>(null, failure, new Decided(path, PersonId.Nightshift, Decision.Abort))
                : Proposal.Of<TimeSpan?>(null, failure, Question(state));
        });
        if (pause is { } wait) await PauseAsync(wait);
        return await DecisionAsync();
    }

    /// <summary>A retry that comes when the run is stopping, or its branch is cancelled, would begin what nobody wants any more.</summary>
    private async Task<Decision> DecisionAsync()
    {
        var decision = await run.DecisionAsync(path);
        var over = !WayOut && (cancellationToken.IsCancellationRequested || run.Journal.Read(state => state.Stop) is { AtOnce: true });
        return over && decision == Decision.Retry ? Decision.Abort : decision;
    }

    /// <summary>The same question, with the same deadline, in a process that finds it unanswered.</summary>
    private async Task<T> AskAgainAsync(StepRecord failed)
    {
        await run.Journal.PostAsync(state => Proposal.Of(
            true, (IReadOnlyList<RunEvent>)(state.FindStep(path) is { Decision: null, Asked: null } ? [Question(state)] : [])));
        var decision = await DecisionAsync();
        return decision == Decision.Retry ? await AttemptsAsync(failed.Attempts.Count + 1) : await GiveUpAsync(decision);
    }

    private async Task<T> GiveUpAsync(Decision decision)
    {
        var failed = run.Journal.Read(state => state.FindStep(path))!;
        if (decision == Decision.Abort) throw await AbandonAsync(failed.Reason!, failed.DecidedBy != PersonId.Nightshift);
        var json = JsonSerializer.Serialize(step.SkippedResult, run.Json);
        context.Observe(await run.Journal.PostAsync(state => Proposal.Of(state.LastSequence + 1, new StepSkipped(path, json))));
        return Read(json);
    }

    private DecisionAsked Question(RunProjection state)
    {
        IReadOnlyList<Decision> offered = step.MaySkip ? [Decision.Retry, Decision.Skip, Decision.Abort] : [Decision.Retry, Decision.Abort];
        var configured = state.DefaultDecision ?? run.Options.DefaultDecision;
        return new DecisionAsked(path, offered, AskUntil(state), offered.Contains(configured) ? configured : Decision.Abort);
    }

    private DateTimeOffset AskUntil(RunProjection state) => run.Time.GetUtcNow() + (state.DecisionDeadline ?? run.Options.DecisionDeadline);

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, run.Time, run.Halted);
        }
        catch (OperationCanceledException)
        {
            run.ThrowIfHalted();
            throw;
        }
    }
}
