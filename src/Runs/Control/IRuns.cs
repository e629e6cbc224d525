namespace Nightshift.Runs;

/// <summary>Everything that people and channels do with runs. Every refusal is an <see cref="Answer"/> with its reason, and is journaled.</summary>
public interface IRuns
{
    /// <summary>Runs the request in plan mode on the live cluster. Changes nothing.</summary>
    Task<Plan> PlanAsync(RunRequest request, CancellationToken cancellationToken);

    /// <summary>Journals request, sources and plan; the run then waits for approval, or is queued when the policy asks for nobody.</summary>
    Task<RunId> SubmitAsync(RunRequest request, Plan plan, ApprovalPolicy policy, CancellationToken cancellationToken);

    /// <summary>An approval of exactly the plan with this hash. Refused: the requester's own, a second one by the same person, another hash, an expired plan.</summary>
    Task<Answer> ApproveAsync(RunId run, PersonId person, string planHash, CancellationToken cancellationToken);

    /// <summary>Takes an approval back; possible until the run starts.</summary>
    Task<Answer> WithdrawAsync(RunId run, PersonId person, CancellationToken cancellationToken);

    Task<Answer> RejectAsync(RunId run, PersonId person, string reason, CancellationToken cancellationToken);

    /// <param name="now">False: finish to the next safe point. True: cancel the step in hand and walk back.</param>
    Task<Answer> AbortAsync(RunId run, PersonId person, bool now, CancellationToken cancellationToken);

    /// <summary>Answers the question of a failed step; with no path given there must be exactly one that asks.</summary>
    Task<Answer> DecideAsync(RunId run, PersonId person, Decision decision, StepPath? step, CancellationToken cancellationToken);

    /// <summary>Journals what somebody attempted on a run and was refused before it came to the run: without the right, by a bot, the same reaction again.</summary>
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
