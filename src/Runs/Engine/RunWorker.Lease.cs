using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

internal sealed partial class RunWorker
{
    private bool IsSure => _watch!.IsSure;

    private async Task RenewAsync(CancellationTokenSource owned)
    {
        try
        {
            while (true)
            {
                await _renewing.Task.WaitAsync(owned.Token);
                await Task.Delay(parts.Options.LeaseDuration / 4, parts.Time, owned.Token);
                if (!_renewing.Task.IsCompleted) continue;
                await TryRenewAsync(owned.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ended or is handed over.
        }
        catch (FencedException e)
        {
            Log.Lost(parts.Log, Run, e);
            _execution?.Halt(e);
            await owned.CancelAsync();
        }
    }

    private async Task TryRenewAsync(CancellationToken owned)
    {
        try
        {
            await RenewNowAsync(owned);
        }
        catch (StoreException e)
        {
            Log.RenewalFailed(parts.Log, Run, e);
        }
    }

    /// <exception cref="StoreException">It is not known to be renewed.</exception>
    /// <exception cref="FencedException">Somebody else carries the run on.</exception>
    private async Task RenewNowAsync(CancellationToken owned)
    {
        var began = parts.Time.GetTimestamp();
        await parts.Store.RenewLeaseAsync(lease, parts.Time.GetUtcNow() + parts.Options.LeaseDuration, owned);
        _watch!.Renewed(began);
    }

    /// <summary>The run may soon be somebody else's: what is in hand is cancelled, and nothing is put back by this process before it has a renewal again.</summary>
    private void OnUnsure()
    {
        if (_execution is not { } execution || IsSure) return;
        Log.LeaseUnsure(parts.Log, Run);
        execution.Halt(new StoreException($"the lease of run {Run} could not be renewed in time"), disowned: true);
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await parts.Store.ReleaseLeaseAsync(lease, CancellationToken.None);
        }
        catch (StoreException e)
        {
            Log.RenewalFailed(parts.Log, Run, e);
        }
    }
}
