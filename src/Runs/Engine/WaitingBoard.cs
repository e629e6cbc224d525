using System.Collections.Concurrent;

namespace Nightshift.Runs.Engine;

/// <summary>What the steps of one run wait for at this moment. Lives in memory only; publishes changes at most once per throttle and step.</summary>
internal sealed class WaitingBoard(TimeProvider time, TimeSpan throttle, Action<StepPath, string> publish)
{
    private readonly ConcurrentDictionary<StepPath, Entry> _entries = [];

    public (string Sentence, DateTimeOffset Since)? Of(StepPath path) => _entries.TryGetValue(path, out var entry) ? entry.Sentence.Now : null;

    /// <summary>Begins anew for an attempt.</summary>
    public void Begin(StepPath path) => _entries[path] = new Entry(new WaitingSentence(time));

    public void End(StepPath path)
    {
        if (_entries.TryRemove(path, out var entry)) entry.Timer?.Dispose();
    }

    public void Set(StepPath path, string sentence)
    {
        if (!_entries.TryGetValue(path, out var entry)) return;
        entry.Sentence.Set(sentence);
        lock (entry)
        {
            if (entry.Timer is not null) return;
            entry.Timer = time.CreateTimer(_ => Publish(path, entry), null, entry.NextAfter(time, throttle), Timeout.InfiniteTimeSpan);
        }
    }

    private void Publish(StepPath path, Entry entry)
    {
        lock (entry)
        {
            entry.Timer?.Dispose();
            entry.Timer = null;
            entry.Published = time.GetTimestamp();
        }
        if (_entries.ContainsKey(path) && entry.Sentence.Now is { } now) publish(path, now.Sentence);
    }

    private sealed class Entry(WaitingSentence sentence)
    {
        public WaitingSentence Sentence { get; } = sentence;

        public ITimer? Timer { get; set; }

        public long? Published { get; set; }

        public TimeSpan NextAfter(TimeProvider time, TimeSpan throttle)
        {
            if (Published is not { } published) return TimeSpan.Zero;
            var left = throttle - time.GetElapsedTime(published);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
