using Nightshift.Runs.Engine;
using Nightshift.Runs.Store;

namespace Nightshift.Runs;

public sealed partial class RunService
{
    /// <summary>How long ended runs of other processes are still looked at.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(1);

    /// <summary>The runs that this process carries on.</summary>
    public IReadOnlyCollection<RunId> Carried => [.. _workers.Keys];

    /// <summary>Takes up what dead processes left, and begins to look for the changes of living ones.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartWatchingAsync(cancellationToken);
        await ResumeAllAsync(cancellationToken);
    }

    /// <summary>
    /// Begins to look for the changes of other processes, and leaves their runs to whoever is there for longer, until
    /// <see cref="ResumeAllAsync"/> is called. Runs submitted here are carried on in any case.
    /// </summary>
    public async Task StartWatchingAsync(CancellationToken cancellationToken)
    {
        foreach (var head in await HeadsAsync(cancellationToken)) _parts.Journals.Skip(head.Summary.Id, head.LastSequence);
        _polling = PollAsync(_stopping.Token);
    }

    /// <summary>Cancels the steps in hand without journaling them as failed, and waits until they ended, as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([_polling, .. _workers.Values.Select(work => work.Done)]).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        // A step that does not end keeps its lease until the process is gone; nothing is gained by waiting for it here.
        using var patience = new CancellationTokenSource(_parts.Options.CancellationGrace, TimeProvider.System);
        try
        {
            await StopAsync(patience.Token);
            _stopping.Dispose();
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            Log.StillInHand(_parts.Log, string.Join(", ", _workers.Keys));
        }
    }

    /// <summary>Takes over every run that is not ended and that nobody alive carries on, now and whenever one is found later. Returns those found now.</summary>
    public async Task<IReadOnlyList<RunId>> ResumeAllAsync(CancellationToken cancellationToken)
    {
        var taken = new List<RunId>();
        foreach (var head in await HeadsAsync(cancellationToken))
            if (await TakeOverAsync(head, cancellationToken)) taken.Add(head.Summary.Id);
        _takesOver = true;
        return taken;
    }

    private Task<IReadOnlyList<RunHead>> HeadsAsync(CancellationToken cancellationToken) =>
        _parts.Store.HeadsAsync(_parts.Time.GetUtcNow() - LookBack, cancellationToken);

    private async Task<bool> TakeOverAsync(RunHead head, CancellationToken cancellationToken)
    {
        var run = head.Summary.Id;
        if (head.Summary.State.IsFinal()) _leases.Forget(run);
        if (head.Summary.State.IsFinal() || _workers.ContainsKey(run) || _parts.Journals.WhyUnreadable(run) is not null) return false;
        if (!_leases.IsFree(head.Lease)) return false;
        var began = _parts.Time.GetTimestamp();
        var expires = _parts.Time.GetUtcNow() + _parts.Options.LeaseDuration;
        var lease = await _parts.Store.TakeLeaseAsync(run, _parts.Self, head.Lease.Fence, expires, cancellationToken);
        if (lease is null) return false;
        Log.TakenOver(_parts.Log, run, head.Lease.Owner.ToString());
        Work(lease, began, takenOver: true);
        return true;
    }

    private RunWorker Work(Lease lease, long leaseBegan, bool takenOver)
    {
        var worker = new RunWorker(_parts, lease, leaseBegan, takenOver);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _workers[lease.Run] = (worker, WorkAsync(worker, begun.Task));
        begun.SetResult();
        return worker;
    }

    private async Task WorkAsync(RunWorker worker, Task begun)
    {
        await begun;
        try
        {
            await worker.RunAsync(_stopping.Token);
        }
        catch (Exception e)
        {
            Log.WorkerBroke(_parts.Log, worker.Run, e);
        }
        worker.Dispose();
        _workers.TryRemove(worker.Run, out _);
        _parts.Journals.Close(worker.Run);
        foreach (var (other, _) in _workers.Values) other.LookAgain();
    }

    private async Task PollAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_parts.Options.PollInterval, _parts.Time, stopping);
                await LookAroundAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task LookAroundAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var head in await HeadsAsync(stopping))
            {
                if (_parts.Journals.WhyUnreadable(head.Summary.Id) is not null) continue;
                await LookAtAsync(head, stopping);
            }
            await LookAtLocksAsync(stopping);
        }
        catch (StoreException e)
        {
            Log.PollFailed(_parts.Log, e);
        }
    }

    private async Task LookAtAsync(RunHead head, CancellationToken stopping)
    {
        try
        {
            await _parts.Journals.CatchUpAsync(head, stopping);
            if (_takesOver || head.Lease.Owner == _parts.Self) await TakeOverAsync(head, stopping);
        }
        catch (Journal.UnreadableJournalException e)
        {
            Log.Lost(_parts.Log, head.Summary.Id, e);
            _parts.Journals.MarkUnreadable(head.Summary.Id, e);
        }
    }
}
