namespace Nightshift.Chat.Discord.Commands;

/// <summary>What is being looked up: the same question once, and only so many at a time, also when some never end.</summary>
internal sealed class LooksInProgress<T>(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<T>> _looks = new(StringComparer.Ordinal);

    /// <summary>Null when there is no room for another one.</summary>
    /// <param name="question">What is the same for those who may have the same answer.</param>
    public Task<T>? TryJoin(string question, Func<Task<T>> look)
    {
        lock (_gate)
        {
            if (_looks.TryGetValue(question, out var going)) return going;
            if (_looks.Count >= most) return null;
            var begun = _looks[question] = Task.Run(look);
            _ = begun.ContinueWith(_ => Remove(question), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return begun;
        }
    }

    private void Remove(string question)
    {
        lock (_gate) _looks.Remove(question);
    }
}
