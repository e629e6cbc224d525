using Nightshift.Runs.Engine;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs;

public sealed partial class RunService
{
    public Task<Answer> ApproveAsync(RunId run, PersonId person, string planHash, CancellationToken cancellationToken) => CommandAsync(
        run, person, RunTrigger.Approve, state => state.State == RunState.Paused ? Confirm(state, person, planHash) : Approve(state, person, planHash), cancellationToken);

    public Task<Answer> WithdrawAsync(RunId run, PersonId person, CancellationToken cancellationToken) =>
        CommandAsync(run, person, RunTrigger.Withdraw, state => Withdraw(state, person), cancellationToken);

    public Task<Answer> RejectAsync(RunId run, PersonId person, string reason, CancellationToken cancellationToken) => CommandAsync(
        run, person, RunTrigger.Reject, state => Accept($"run {run} is rejected", new Rejected(person, reason)), cancellationToken);

    public Task<Answer> AbortAsync(RunId run, PersonId person, bool now, CancellationToken cancellationToken) =>
        CommandAsync(run, person, now ? RunTrigger.AbortNow : RunTrigger.Abort, state => Abort(state, person, now), cancellationToken);

    public Task<Answer> DecideAsync(RunId run, PersonId person, Decision decision, StepPath? step, CancellationToken cancellationToken) =>
        CommandAsync(run, person, TriggerOf(decision), state => Decide(state, person, decision, step), cancellationToken);

    public async Task RefusedAsync(RunId run, PersonId person, string command, string reason, CancellationToken cancellationToken)
    {
        const int longestCommand = 200, longestReason = 2_000;
        var refused = new CommandRefused(person, Cut(command, longestCommand), Cut(reason, longestReason));
        await PostAsync(run, _ => Proposal.Of(Answer.No(reason), refused), cancellationToken);

        static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];
    }

    private Proposal<Answer> Approve(RunProjection run, PersonId person, string planHash)
    {
        if (person == run.Request.RequestedBy && run.Policy.Approvers > 0)
            return Refuse(run, person, RunTrigger.Approve, $"{person} asked for run {run.Id}; somebody else has to approve it");
        if (run.Approvals.Any(approval => approval.Person == person))
            return Refuse(run, person, RunTrigger.Approve, $"{person} has approved run {run.Id} already");
        if (!string.Equals(planHash, run.Plan.Hash, StringComparison.OrdinalIgnoreCase))
            return Refuse(run, person, RunTrigger.Approve, $"this is an approval of another plan than the one that run {run.Id} has now; look at it and approve that one");
        if (run.ValidUntil <= _parts.Time.GetUtcNow())
            return Refuse(run, person, RunTrigger.Approve, $"the plan of run {run.Id} is too old to be approved; ask for it again");
        var approved = new Approved(person, run.Plan.Hash);
        var missing = run.ApproversNeeded - run.Approvals.Count - 1;
        return missing > 0
            ? Accept($"{person} approved run {run.Id}; {More(missing)}", approved)
            : Accept($"{person} approved run {run.Id}; it starts when its cluster is free", approved, new Queued(null, null));
    }

    private static string More(int missing) => $"{missing} more {(missing == 1 ? "approval is" : "approvals are")} needed";

    private static Proposal<Answer> Withdraw(RunProjection run, PersonId person)
    {
        if (run.State == RunState.Paused)
        {
            return run.OpenDrifts.Any(drift => drift.Confirmations.Any(given => given.Person == person))
                ? Accept($"{person} took the confirmation of run {run.Id} back", new ConfirmationWithdrawn(person))
                : Refuse(run, person, RunTrigger.Withdraw, $"there is no confirmation by {person} that run {run.Id} still waits with; the approval to start it cannot be taken back any more");
        }
        return run.Approvals.Any(approval => approval.Person == person)
            ? Accept($"{person} took the approval of run {run.Id} back", new Withdrawn(person))
            : Refuse(run, person, RunTrigger.Withdraw, $"{person} has not approved run {run.Id}");
    }

    private static Proposal<Answer> Accept(string sentence, params IReadOnlyList<RunEvent> events) => Proposal.Of(Answer.Yes(sentence), events);

    private static Proposal<Answer> Refuse(RunProjection run, PersonId person, RunTrigger command, string reason) =>
        Proposal.Of(Answer.No(reason), new CommandRefused(person, command.ToString(), reason));

    /// <summary>What the table refuses is refused; the rest is decided on the run as it is. Either answer is journaled.</summary>
    private Task<Answer> CommandAsync(
        RunId run, PersonId person, RunTrigger command, Func<RunProjection, Proposal<Answer>> decide, CancellationToken cancellationToken) => PostAsync(
            run,
            state => RunTransitions.Refusal(run, state.State, command) is { } refusal ? Refuse(state, person, command, refusal) : decide(state),
            cancellationToken);

    /// <summary>A journal that lost its fence meanwhile is opened again as anybody's.</summary>
    private async Task<Answer> PostAsync(RunId run, Func<RunProjection, Proposal<Answer>> propose, CancellationToken cancellationToken)
    {
        for (var again = true; ; again = false)
        {
            try
            {
                if (await _parts.Journals.FindAsync(run, cancellationToken) is not { } journal) return Answer.No($"there is no run {run}");
                return await journal.PostAsync(propose);
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
