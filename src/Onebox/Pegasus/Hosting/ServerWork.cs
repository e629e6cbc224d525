using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>What a server does on its own, until it stops. Work begins at once, on the caller's thread, up to where it first waits.</summary>
internal sealed class ServerWork(TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _running = [];
    private bool _disposed;

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Gets a failure that is no cancellation; by default it is logged.</summary>
    public Action<Exception>? Failed { get; init; }

    public void Run(Func<CancellationToken, Task> work)
    {
        if (_stop.IsCancellationRequested) return;
        var task = GuardAsync(work);
        if (task.IsCompleted) return;
        lock (_running) _running.Add(task);
        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public void After(TimeSpan delay, Action work) => Run(async stopping =>
    {
        await Task.Delay(delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        work();
    });

    /// <summary>Does something each <paramref name="interval"/>, which is looked up anew each time.</summary>
    public void Every(Func<TimeSpan> interval, Action work) => Run(async stopping =>
    {
        while (true)
        {
            await Task.Delay(interval(), time, stopping);
            work();
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync();
        Task[] rest;
        lock (_running) rest = [.. _running];
        await Task.WhenAll(rest);
    }

    private void Forget(Task task)
    {
        lock (_running) _running.Remove(task);
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops; there is nobody left to tell.
        }
        catch (Exception error)
        {
            if (Failed is { } failed) failed(error);
            else log.WorkFailed(error);
        }
    }
}
