namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>What a meta server does on its own. The first failure that is not our own cancellation ends it.</summary>
internal sealed class MetaTasks : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Task> _running = [];

    public CancellationToken Stopping => _stop.Token;

    /// <summary>Ends with the code by which the process ends itself, or with the failure that ends it.</summary>
    public Task<int> Ended => _ended.Task;

    public void Exit(int code) => _ended.TrySetResult(code);

    public void Run(Func<CancellationToken, Task> work)
    {
        var task = Task.Run(() => GuardAsync(work));
        lock (_running)
        {
            _running.Add(task);
        }

        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
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
            // The server stops; there is nobody left to tell.
        }
        catch (Exception error)
        {
            _ended.TrySetException(error);
        }
    }
}
