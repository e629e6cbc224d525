using System.Text.Json;
using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class StepRunner<T>
{
    /// <summary>Asks people, or waits on for the answer to what a process before this one asked.</summary>
    private async Task<T> AskAsync(IReadOnlyList<string> choices, StepRecord? recorded)
    {
        if (recorded is null) await IntendAsync(1);
        await run.Journal.PostAsync(state => Proposal.Of(
            true, (IReadOnlyList<RunEvent>)(state.FindStep(path)!.Question is null ? [new QuestionAsked(path, choices, AskUntil(state))] : [])));
        var answer = await run.AnswerAsync(path, cancellationToken);
        if (answer is not null) return Done(1, new Ending(JsonSerializer.Serialize(answer, run.Json), $"{step.Description}: {answer}"), null);
        var decided = run.Journal.Read(state => state.FindStep(path)!.DecidedBy);
        throw decided == PersonId.Nightshift
            ? await AbandonAsync("nobody answered in time", byPeople: false)
            : await AbandonAsync("it was aborted instead of answered", byPeople: true);
    }
}
