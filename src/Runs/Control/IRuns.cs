namespace Nightshift.Runs;

/// <summary>Everything that people and channels do with runs. Every refusal is an <see cref="Answer"/> with its reason, and is journaled.</summary>
public interface IRuns
{
    /// <summary>Runs the request in plan mode on the live cluster. Changes nothing.</summary>
    Task<Plan> PlanAsync(RunRequest request, CancellationToken cancellationToken);

    /// <summary>Journals request, sources and plan; the run then waits for approval, or is queued when the policy asks for nobody.</summary>
    Task<RunId> SubmitAsync(RunRequest request, Plan plan, ApprovalPolicy policy, CancellationToken cancellationToken);

    /// <summary>An approval of exactly the plan with this hash. Refused: the requester's own, a second one by the same person, another hash, an expired plan.
    /// Of a run that stands because the cluster changed, an approval of that change: <see cref="RunView.ConfirmHash"/>.</summary>
    Task<Answer> ApproveAsync(RunId run, PersonId person, string planHash, CancellationToken cancellationToken);

    /// <summary>Takes an approval back; possible until the run starts.</summary>
    Task<Answer> WithdrawAsync(RunId run, PersonId person, CancellationToken cancellationToken);

    Task<Answer> RejectAsync(RunId run, PersonId person, string reason, CancellationToken cancellationToken);

    /// <summary>Lets the run go on to its next safe point and wait there; a failed step that asks is then not decided by its deadline.</summary>
    /// <param name="now">What is in hand finishes, and no other effect of the way in begins.</param>
    Task<Answer> PauseAsync(RunId run, PersonId person, bool now, string? reason, CancellationToken cancellationToken);

    /// <param name="anyway">Also while a guard is violated.</param>
    Task<Answer> ResumeAsync(RunId run, PersonId person, bool anyway, CancellationToken cancellationToken);

    /// <param name="now">False: finish to the next safe point. True: cancel the step in hand and walk back.</param>
    Task<Answer> AbortAsync(RunId run, PersonId person, bool now, CancellationToken cancellationToken);

    /// <summary>Answers the question of a failed step; with no path given there must be exactly one that asks.</summary>
    Task<Answer> DecideAsync(RunId run, PersonId person, Decision decision, StepPath? step, CancellationToken cancellationToken);

    /// <summary>Answers a question that the playbook asks; with no path given there must be exactly one.</summary>
    /// <param name="choice">One of the choices, in any case of letters.</param>
    Task<Answer> AnswerAsync(RunId run, PersonId person, string choice, StepPath? step, CancellationToken cancellationToken);

    /// <summary>Journals that somebody was refused before the run was asked: no right, a stranger, a bot.</summary>
    /// <param name="command">As people write it: <c>approve</c>. Cut to 200 characters.</param>
    /// <param name="reason">Cut to 2,000 characters.</param>
    /// <exception cref="Store.StoreException">It is not known to be on disk.</exception>
    Task RefusedAsync(RunId run, PersonId person, string command, string reason, CancellationToken cancellationToken);

    Task<RunView?> FindAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Live updates of one run or of all: first nothing, then one per journaled event or changed waiting sentence. A slow reader gets the
    /// latest and misses intermediate ones; it reads <see cref="FindAsync"/> again.
    /// </summary>
    IAsyncEnumerable<RunUpdate> WatchAsync(RunId? run, CancellationToken cancellationToken);

    /// <summary>Completes when the run is in a final state.</summary>
    Task<RunView> WaitForEndAsync(RunId run, CancellationToken cancellationToken);
}
