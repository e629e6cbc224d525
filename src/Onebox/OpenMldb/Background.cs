namespace Nightshift.Onebox.OpenMldb;

/// <summary>Work that a node does on its own. The first failure that is not our own cancellation ends the node.</summary>
internal sealed class Background(CancellationToken stopping) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Task> _running = [];
    private bool _disposed;

    /// <summary>Fires when the node stops.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Ends with the failure that ends the node.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Starts work on the thread pool.</summary>
    public Task Run(Func<CancellationToken, Task> work)
    {
        var task = Task.Run(() => GuardAsync(work));
        lock (_running)
        {
            _running.Add(task);
        }

        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <summary>Ends the node.</summary>
    public void Fail(Exception error) => _failed.TrySetException(error);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync();
        Task[] rest;
        lock (_running)
        {
            rest = [.. _running];
        }

        await Task.WhenAll(rest);
    }

    private void Forget(Task task)
    {
        lock (_running)
        {
            _running.Remove(task);
        }
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The node stops; there is nobody left to tell.
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }
}
