using System.Text.Json;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class StepRunner<T>
{
    private async Task<T> AttemptsAsync(int number)
    {
        while (true)
        {
            await IntendAsync(number);
            var began = run.Time.GetTimestamp();
            var outcome = await WorkAsync(number, Execute);
            if (outcome.Succeeded) return Done(number, outcome.Result!, run.Time.GetElapsedTime(began));
            if (outcome.Abandoned) throw await AbandonAsync(outcome.Error!, outcome.ByPeople);
            var decision = await FailedAsync(number, outcome.Error!, outcome.WaitsFor);
            if (decision != Decision.Retry) return await GiveUpAsync(decision);
            number++;
        }
    }

    /// <summary>On disk before an effect is attempted. What only looks need not wait for the disk: without its intent it never happened.</summary>
    private async Task IntendAsync(int number)
    {
        var effect = step.Kind == StepKind.Effect;
        while (true)
        {
            await StandWhileHeldAsync();
            if (!WayOut) cancellationToken.ThrowIfCancellationRequested();
            var intent = run.Journal.Post(state => Begin(state, number), effect ? Flush.Now : Flush.Soon);
            var begun = effect ? await intent.OnDisk : intent.Result!;
            if (begun.Refused is { } refused) throw context.Abandon(path, refused.Reason);
            if (!begun.Held) return;
        }
    }

    private Proposal<Beginning> Begin(RunProjection state, int number)
    {
        if (state.FindStep(path) is null && context.Refuses(state.Stop)) return Proposal.Of(new Beginning(state.Stop, false));
        return IsHeld(state) ? Proposal.Of(new Beginning(null, true)) : Proposal.Of(new Beginning(null, false), Intent(state, number));
    }

    private IReadOnlyList<RunEvent> Intent(RunProjection state, int number)
    {
        var intent = new StepIntent(path, step.Kind, step.Description, number, WayOut, step.MaySkip, step.ByHand);
        return step.Holding is { } hold && !state.Holds.Any(held => held.Path == path)
            ? [intent, new HoldTaken(path, hold.Setting, hold.From, hold.To, step.HoldingByHand)]
            : [intent];
    }

    private async Task<Ending> Execute(StepAttempt attempt) => Finish(await step.Execute(attempt));

    /// <summary>A result that cannot be recorded and read back is a failure: no replay could go on from it.</summary>
    private Ending Finish(T result)
    {
        var json = JsonSerializer.Serialize(result, run.Json);
        return new Ending(json, ReportOf(Read(json)));
    }

    /// <summary>A fault in the words about a result is no failure of the step, which has happened.</summary>
    private string? ReportOf(T result)
    {
        try
        {
            return step.Report?.Invoke(result);
        }
        catch (Exception e)
        {
            return $"done; what it reports could not be said: {Sentences.Error(e)}";
        }
    }

    /// <summary>The run goes on before the result is on disk; the intent of its next effect gets there only after it.</summary>
    private T Done(int number, Ending ending, TimeSpan? took)
    {
        var result = new StepResult(path, number, ending.Json, ending.Report, (long?)took?.TotalMilliseconds);
        var posted = run.Journal.Post(
            state => Proposal.Of(
                state.LastSequence + 1,
                (IReadOnlyList<RunEvent>)(step is { Releases: true, Hold: { } hold } ? [result, new HoldReleased(path, hold.Setting, hold.TakenAt)] : [result])),
            Flush.Soon);
        context.Observe(posted.Result);
        return Read(ending.Json);
    }

    /// <param name="Held">Whether it has to wait, since the run is paused at once.</param>
    private sealed record Beginning(StopRecord? Refused, bool Held);

    private sealed record Ending(string Json, string? Report);
}
