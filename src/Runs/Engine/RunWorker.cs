using Microsoft.Extensions.Logging;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Planning;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

/// <summary>What a worker needs of its surroundings.</summary>
internal sealed record RunParts(
    IRunStore Store, IRunProgram Program, Planner Planner, RunOptions Options, TimeProvider Time, RunJournals Journals, ILogger Log, Owner Self);

/// <summary>Carries one run, whose lease this process has, through its life.</summary>
/// <param name="leaseBegan">Timestamp from before the lease was taken.</param>
internal sealed partial class RunWorker(RunParts parts, Lease lease, long leaseBegan, bool takenOver) : IDisposable
{
    private readonly Signal _changed = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunExecution? _execution;
    private RunJournal _journal = null!;
    private LeaseWatch? _watch;
    private bool _takenOver = takenOver;
    private bool _fenced;

    public RunId Run => lease.Run;

    /// <summary>Completes once commands reach the run through this worker.</summary>
    public Task Opened => _opened.Task;

    public WaitingBoard? Waiting => _execution?.Waiting;

    /// <summary>Wakes a run that waits for its cluster.</summary>
    public void LookAgain() => _changed.Set();

    /// <summary>Returns when the run ended, somebody else owns it, or <paramref name="stopping"/> fired.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var owned = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _watch = new LeaseWatch(parts.Time, parts.Options.LeaseDuration, leaseBegan, OnUnsure);
        var renewing = RenewAsync(owned);
        try
        {
            while (await CarryOnAsync(owned.Token) is { } rest) await Task.Delay(rest, parts.Time, owned.Token);
        }
        catch (OperationCanceledException) when (owned.IsCancellationRequested)
        {
            Log.HandedOver(parts.Log, Run);
        }
        catch (Exception e) when (e is FencedException or UnreadableJournalException)
        {
            Log.Lost(parts.Log, Run, e);
            parts.Journals.MarkUnreadable(Run, e);
        }
        finally
        {
            _opened.TrySetResult();
            await owned.CancelAsync();
            await renewing;
        }
        await ReleaseAsync();
    }

    public void Dispose() => _watch?.Dispose();

    /// <summary>Null when it is over; else how long to rest before the run is taken up again from what is on disk.</summary>
    private async Task<TimeSpan?> CarryOnAsync(CancellationToken owned)
    {
        try
        {
            if (!IsSure || _fenced) await RenewNowAsync(owned);
            _fenced = false;
            _renewing.TrySetResult();
            _journal = await parts.Journals.OwnAsync(lease, OnCommitted, owned);
            _opened.TrySetResult();
            while (_journal.Read(run => run.State) is var state && !state.IsFinal())
            {
                owned.ThrowIfCancellationRequested();
                if (state.IsUnderWay()) await ExecuteAsync(owned);
                else if (state == RunState.Queued) await TryStartAsync(owned);
                else if (state == RunState.Planned) await _journal.PostAsync(run => Proposal.Of(true, new Ended(RunState.Failed, "nothing was begun: its plan was never stored; ask for it again")));
                else await AwaitApprovalAsync(owned);
            }
            return null;
        }
        catch (StoreException e)
        {
            Log.StoreFailed(parts.Log, Run, e);
            return parts.Options.StoreRetry;
        }
        catch (FencedException e) when (_execution is not null)
        {
            // Either somebody else carries the run on, which the next renewal tells; or its cluster's lock was taken away.
            Log.Fenced(parts.Log, Run, e);
            (_execution, _fenced) = (null, true);
            return TimeSpan.Zero;
        }
    }

    private void OnCommitted(CommittedEvent happened)
    {
        _execution?.OnCommitted(happened.Event);
        _changed.Set();
    }

    private IReadOnlyList<RunEvent> ExpireIfDue(RunProjection run) =>
        RunTransitions.Takes(run.State, RunTrigger.ApprovalDeadline) && run.ValidUntil <= parts.Time.GetUtcNow()
            ? [new Expired($"{Sentences.Span(run.Policy.ValidFor)} passed before it was approved and could start")]
            : [];
}
