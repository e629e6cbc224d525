using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class StepRunner<T>
{
    /// <summary>The journal ends inside this step: observations and gates run again, an effect is looked for first.</summary>
    private async Task<T> RecoverAsync(StepRecord recorded)
    {
        if (!WayOut && run.Journal.Read(state => state.Abort) is { Now: true })
            throw await AbandonAsync("interrupted, and then cancelled by /abort now", byPeople: true);
        var number = recorded.Attempts.Count;
        if (step.Kind != StepKind.Effect) return await AttemptsAsync(number + 1);
        var (probe, reason) = await ProbeAsync(number);
        var answer = probe switch { Probe<T>.Done => ProbeAnswer.Done, Probe<T>.Run => ProbeAnswer.Run, _ => ProbeAnswer.Unknown };
        var probed = new StepProbed(path, answer, reason);
        await run.Journal.PostAsync(_ => Proposal.Of(true, probed));
        if (probe is Probe<T>.Done done) return Done(number, Finish(done.Result), null);
        if (probe is Probe<T>.Run) return await AttemptsAsync(number + 1);
        var decision = await FailedAsync(number, $"it was interrupted, and nobody can tell whether it happened: {reason}", null);
        return decision == Decision.Retry ? await AttemptsAsync(number + 1) : await GiveUpAsync(decision);
    }

    private async Task<(Probe<T>? Answer, string? Reason)> ProbeAsync(int number)
    {
        if (step.Probe is null) return (null, "this step has no way to look");
        var looked = await WorkAsync(number, step.Probe);
        if (looked.Abandoned) throw await AbandonAsync(looked.Error!, looked.ByPeople);
        return looked switch
        {
            { Succeeded: false } => (null, looked.Error),
            { Result: Probe<T>.Unknown unknown } => (unknown, unknown.Reason),
            _ => (looked.Result, null),
        };
    }
}
