using Nightshift.Runs.Journal;

namespace Nightshift.Runs;

public sealed partial class RunService
{
    public Task<Answer> AnswerAsync(RunId run, PersonId person, string choice, StepPath? step, CancellationToken cancellationToken) =>
        CommandAsync(run, person, RunTrigger.Answer, state => Choose(state, person, choice, step), cancellationToken);

    private static RunTrigger TriggerOf(Decision decision) => decision switch
    {
        Decision.Retry => RunTrigger.Retry,
        Decision.Skip => RunTrigger.Skip,
        _ => RunTrigger.GiveUp,
    };

    private static Proposal<Answer> Abort(RunProjection run, PersonId person, bool now)
    {
        var asked = new AbortAsked(person, now);
        if (!run.State.IsUnderWay())
            return Accept($"run {run.Id} is stopped; nothing was begun", asked, new Ended(RunState.Stopped, $"{person} aborted it before it began"));
        if (run.Abort is not null && run.Asking.Any() && run.Asking.All(step => step.WayOut)) return GiveUpWayOut(run, person);
        if (run.Stop is not null && (!now || run.Abort is { Now: true }))
            return Refuse(run, person, now ? RunTrigger.AbortNow : RunTrigger.Abort, $"run {run.Id} is stopping already and puts things back");
        if (!now && run.Abort is not null && !run.Asking.Any())
            return Refuse(run, person, RunTrigger.Abort, $"run {run.Id} was asked to abort at its next safe point already; /abort {run.Id} now does not wait for that");
        if (run.State == RunState.Paused && (run.Pause is { Now: true } || run.LockLost is not null)) asked = new AbortAsked(person, Now: true);
        var given = run.Asking.Where(step => !step.WayOut).Select(step => new Decided(step.Path, person, Decision.Abort));
        return Accept(
            asked.Now || run.Asking.Any() || run.State == RunState.Paused || run.Pause is { Now: true }
                ? $"run {run.Id} gives up what it is doing and puts things back"
                : $"run {run.Id} stops at its next safe point and puts things back",
            [asked, .. StopAtOnce(run, asked), .. given]);
    }

    /// <summary>A run that was to pause before its next effect begins none on its way to a safe point.</summary>
    private static IEnumerable<RunEvent> StopAtOnce(RunProjection run, AbortAsked asked)
    {
        if (!asked.Now && run is { Pause.Now: true, Stop: null })
            yield return new Stopping(StepPath.Root, $"{asked.Person} aborted it when it was to pause", AtOnce: true, ByPeople: true);
    }

    /// <summary>The second <c>/abort</c>: what the way out asks about is left undone, and named at the end.</summary>
    private static Proposal<Answer> GiveUpWayOut(RunProjection run, PersonId person)
    {
        var asking = run.Asking.ToList();
        return Accept(
            $"run {run.Id} gives up {string.Join(", ", asking.Select(step => $"'{step.Path}'"))}, goes on with the rest of its way out, and ends as failed with what is left to be done by hand",
            [.. asking.Select(step => new Decided(step.Path, person, Decision.Abort))]);
    }

    private static Proposal<Answer> Decide(RunProjection run, PersonId person, Decision decision, StepPath? step)
    {
        if (OneAsking(run, step, out var asked) is { } fault) return Refuse(run, person, TriggerOf(decision), fault);
        if (asked.Asked is null && decision != Decision.Abort)
            return Refuse(run, person, TriggerOf(decision), $"'{asked.Path}' asks a question: /answer {run.Id} {string.Join('|', asked.Question!.Choices)}");
        return asked.Asked is null || asked.Asked.Offered.Contains(decision)
            ? Accept($"{Done(decision)} '{asked.Path}'", new Decided(asked.Path, person, decision))
            : Refuse(run, person, TriggerOf(decision), $"'{asked.Path}' may not be skipped; retry or abort");
    }

    private static Proposal<Answer> Choose(RunProjection run, PersonId person, string choice, StepPath? step)
    {
        if (OneAsking(run, step, out var asked) is { } fault) return Refuse(run, person, RunTrigger.Answer, fault);
        if (asked.Question is not { } question)
            return Refuse(run, person, RunTrigger.Answer, $"'{asked.Path}' has failed and asks for a decision: /retry, /skip or /abort");
        return question.Choices.FirstOrDefault(known => string.Equals(known, choice, StringComparison.OrdinalIgnoreCase)) is { } chosen
            ? Accept($"answers '{chosen}' to '{asked.Path}'", new Answered(asked.Path, person, chosen))
            : Refuse(run, person, RunTrigger.Answer, $"'{choice}' is not among the choices: {string.Join(", ", question.Choices)}");
    }

    /// <summary>Null when exactly one step is meant.</summary>
    private static string? OneAsking(RunProjection run, StepPath? step, out StepRecord asked)
    {
        var asking = run.Asking.Where(candidate => step is null || candidate.Path == step).ToList();
        var names = string.Join(", ", run.Asking.Select(candidate => $"'{candidate.Path}'"));
        asked = asking.FirstOrDefault()!;
        return asking.Count switch
        {
            0 => $"the step '{step}' does not ask; those that do: {names}",
            1 => null,
            _ => $"several steps ask, name one of them: {names}",
        };
    }

    private static string Done(Decision decision) => decision switch
    {
        Decision.Retry => "tries again:",
        Decision.Skip => "goes on without",
        _ => "gives the run up at",
    };
}
