namespace Nightshift.Chat.Discord.Interactions;

/// <summary>Work that may go on at once, save what has the same key: that is done in the order in which it came.</summary>
internal sealed class InOrder
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <param name="work">Sees to its own failures.</param>
    public void Add(string key, Func<Task> work)
    {
        lock (_gate)
        {
            var before = _last.GetValueOrDefault(key, Task.CompletedTask);
            var next = Task.Run(async () =>
            {
                await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await work();
            });
            _last[key] = next;
            _ = next.ContinueWith(done => Remove(key, done), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Ends when everything has that was added so far.</summary>
    public Task IdleAsync()
    {
        lock (_gate) return Task.WhenAll(_last.Values);
    }

    private void Remove(string key, Task done)
    {
        lock (_gate)
        {
            if (_last.GetValueOrDefault(key) == done) _last.Remove(key);
        }
    }
}
