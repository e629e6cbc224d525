namespace Nightshift.Chat.Discord.Interactions;

/// <summary>Work that may go on at once, save what has the same key: that is done in the order in which it came.</summary>
internal sealed class InOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Begins at once, on the caller's own thread up to the first wait: what may not queue up behind other work.</summary>
    /// <param name="work">Sees to its own failures.</param>
    public void Start(string key, Func<Task> work) => Keep(key, work());

    /// <param name="work">Sees to its own failures.</param>
    /// <returns>Completes with the work.</returns>
    public Task Add(string key, Func<Task> work)
    {
        lock (_gate)
        {
            var before = _last.GetValueOrDefault(key, Task.CompletedTask);
            var next = Task.Run(async () =>
            {
                await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await work();
            });
            Keep(key, next);
            return next;
        }
    }

    /// <summary>Ends when everything has that was added so far.</summary>
    public Task IdleAsync()
    {
        lock (_gate) return Task.WhenAll(_last.Values);
    }

    private void Keep(string key, Task work)
    {
        lock (_gate) _last[key] = work;
        _ = work.ContinueWith(done => Remove(key, done), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Remove(string key, Task done)
    {
        lock (_gate)
        {
            if (_last.GetValueOrDefault(key) == done) _last.Remove(key);
        }
    }
}
