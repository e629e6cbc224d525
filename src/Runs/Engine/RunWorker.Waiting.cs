using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

internal sealed partial class RunWorker
{
    /// <summary>Completed while the lease is renewed; a new one while it is not.</summary>
    private TaskCompletionSource _renewing = Renewing();

    /// <summary>What the run waits in line for; null while it does not.</summary>
    public string? InLineFor => _journal?.Read(run => run.State == RunState.Queued ? run.Request.Cluster : null);

    /// <summary>The lock that this run works under.</summary>
    public (string Cluster, long Fence)? WorksUnder =>
        _execution is not null && _journal.Fences is { Lock: { } fence } ? (_journal.Read(run => run.Request.Cluster), fence) : null;

    /// <summary>
    /// Waiting for people costs nothing, however long: no renewal, no looking. Commands are appended as anybody's; whoever may have taken the run meanwhile,
    /// which only a process can that does not see this one, goes on with it.
    /// </summary>
    private async Task AwaitApprovalAsync(CancellationToken owned)
    {
        Park();
        while (_journal.Read(run => (run.State, run.ValidUntil)) is (RunState.AwaitingApproval, var until) && (until is null || until > parts.Time.GetUtcNow()))
            await _changed.WaitAsync(until is null ? Timeout.InfiniteTimeSpan : LongWait.Of(until.Value - parts.Time.GetUtcNow()), parts.Time, owned);
        if (_journal.Read(run => run.State).IsFinal()) return;
        await UnparkAsync(owned);
        await _journal.PostAsync(run => Proposal.Of(true, ExpireIfDue(run)));
    }

    private void Park()
    {
        if (_renewing.Task.IsCompleted) _renewing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _journal.Fences = null;
    }

    /// <exception cref="FencedException">Somebody else carries the run on.</exception>
    private async Task UnparkAsync(CancellationToken owned)
    {
        await RenewNowAsync(owned);
        _journal.Fences = new Fences(lease.Fence, null);
        _renewing.TrySetResult();
    }

    private static TaskCompletionSource Renewing()
    {
        var renewing = new TaskCompletionSource();
        renewing.SetResult();
        return renewing;
    }
}
