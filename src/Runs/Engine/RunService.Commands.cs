using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs;

public sealed partial class RunService
{
    public Task<Answer> ApproveAsync(RunId run, PersonId person, string planHash, CancellationToken cancellationToken) =>
        CommandAsync(run, person, RunCommand.Approve, state => Approve(state, person, planHash), cancellationToken);

    public Task<Answer> WithdrawAsync(RunId run, PersonId person, CancellationToken cancellationToken) =>
        CommandAsync(run, person, RunCommand.Withdraw, state => Withdraw(state, person), cancellationToken);

    public Task<Answer> RejectAsync(RunId run, PersonId person, string reason, CancellationToken cancellationToken) => CommandAsync(
        run, person, RunCommand.Reject, state => Accept($"run {run} is rejected", new Rejected(person, reason)), cancellationToken);

    public Task<Answer> AbortAsync(RunId run, PersonId person, bool now, CancellationToken cancellationToken) =>
        CommandAsync(run, person, now ? RunCommand.AbortNow : RunCommand.Abort, state => Abort(state, person, now), cancellationToken);

    public Task<Answer> DecideAsync(RunId run, PersonId person, Decision decision, StepPath? step, CancellationToken cancellationToken) =>
        CommandAsync(run, person, RunCommand.Decide, state => Decide(state, person, decision, step), cancellationToken);

    public async Task RefusedAsync(RunId run, PersonId person, string command, string reason, CancellationToken cancellationToken)
    {
        for (var again = true; ; again = false)
        {
            try
            {
                var journal = await _parts.Journals.FindAsync(run, cancellationToken) ?? throw new KeyNotFoundException($"there is no run {run}");
                await journal.PostAsync(_ => Proposal.Of(true, new CommandRefused(person, command, reason)));
                return;
            }
            catch (FencedException) when (again)
            {
                _parts.Journals.Close(run);
            }
        }
    }

    private Proposal<Answer> Approve(RunProjection run, PersonId person, string planHash)
    {
        if (person == run.Request.RequestedBy && run.Policy.Approvers > 0)
            return Refuse(run, person, RunCommand.Approve, $"{person} asked for run {run.Id}; somebody else has to approve it");
        if (run.Approvals.Any(approval => approval.Person == person))
            return Refuse(run, person, RunCommand.Approve, $"{person} has approved run {run.Id} already");
        if (!string.Equals(planHash, run.Plan.Hash, StringComparison.OrdinalIgnoreCase))
            return Refuse(run, person, RunCommand.Approve, $"this is an approval of another plan than the one that run {run.Id} has now; look at it and approve that one");
        if (run.ValidUntil <= _parts.Time.GetUtcNow())
            return Refuse(run, person, RunCommand.Approve, $"the plan of run {run.Id} is too old to be approved; ask for it again");
        var approved = new Approved(person, run.Plan.Hash);
        var missing = run.ApproversNeeded - run.Approvals.Count - 1;
        return missing > 0
            ? Accept($"{person} approved run {run.Id}; {missing} more {(missing == 1 ? "approval is" : "approvals are")} needed", approved)
            : Accept($"{person} approved run {run.Id}; it starts when its cluster is free", approved, new Queued(null, null));
    }

    private static Proposal<Answer> Withdraw(RunProjection run, PersonId person) => run.Approvals.Any(approval => approval.Person == person)
        ? Accept($"{person} took the approval of run {run.Id} back", new Withdrawn(person))
        : Refuse(run, person, RunCommand.Withdraw, $"{person} has not approved run {run.Id}");

    private static Proposal<Answer> Abort(RunProjection run, PersonId person, bool now)
    {
        var asked = new AbortAsked(person, now);
        if (!run.State.IsUnderWay())
            return Accept($"run {run.Id} is stopped; nothing was begun", asked, new Ended(RunState.Stopped, $"{person} aborted it before it began"));
        if (run.Stop is not null && (!now || run.Abort is { Now: true }))
            return Refuse(run, person, now ? RunCommand.AbortNow : RunCommand.Abort, $"run {run.Id} is stopping already and puts things back");
        var given = run.Asking.Where(step => !step.WayOut).Select(step => new Decided(step.Path, person, Decision.Abort));
        return Accept(
            now || run.Asking.Any()
                ? $"run {run.Id} gives up what it is doing and puts things back"
                : $"run {run.Id} stops at its next safe point and puts things back",
            [asked, .. given]);
    }

    private static Proposal<Answer> Decide(RunProjection run, PersonId person, Decision decision, StepPath? step)
    {
        var asking = run.Asking.Where(candidate => step is null || candidate.Path == step).ToList();
        var names = string.Join(", ", run.Asking.Select(candidate => $"'{candidate.Path}'"));
        if (asking.Count == 0) return Refuse(run, person, RunCommand.Decide, $"the step '{step}' does not ask; those that do: {names}");
        if (asking.Count > 1) return Refuse(run, person, RunCommand.Decide, $"several steps ask, name one of them: {names}");
        var asked = asking[0];
        return asked.Asked!.Offered.Contains(decision)
            ? Accept($"{Done(decision)} '{asked.Path}'", new Decided(asked.Path, person, decision))
            : Refuse(run, person, RunCommand.Decide, $"'{asked.Path}' may not be skipped; retry or abort");
    }

    private static string Done(Decision decision) => decision switch
    {
        Decision.Retry => "tries again:",
        Decision.Skip => "goes on without",
        _ => "gives the run up at",
    };

    private static Proposal<Answer> Accept(string sentence, params IReadOnlyList<RunEvent> events) => Proposal.Of(Answer.Yes(sentence), events);

    private static Proposal<Answer> Refuse(RunProjection run, PersonId person, RunCommand command, string reason) =>
        Proposal.Of(Answer.No(reason), new CommandRefused(person, command.ToString(), reason));

    /// <summary>Decides on the run as it is and journals the answer. A journal that lost its fence meanwhile is opened again as anybody's.</summary>
    private async Task<Answer> CommandAsync(
        RunId run, PersonId person, RunCommand command, Func<RunProjection, Proposal<Answer>> decide, CancellationToken cancellationToken)
    {
        for (var again = true; ; again = false)
        {
            try
            {
                if (await _parts.Journals.FindAsync(run, cancellationToken) is not { } journal) return Answer.No($"there is no run {run}");
                return await journal.PostAsync(state => RunTransitions.Refusal(run, state.State, command) is { } refusal
                    ? Refuse(state, person, command, refusal)
                    : decide(state));
            }
            catch (FencedException) when (again)
            {
                _parts.Journals.Close(run);
            }
            catch (UnreadableJournalException e)
            {
                return Answer.No(Sentences.Unreadable(e, _parts.Options.Database));
            }
        }
    }
}
