namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>The bot's limit over all routes: so many requests in any second, and none while Discord has said so.</summary>
internal sealed class GlobalLimit(int perSecond, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<long> _sent = new();
    private long _pausedFrom;
    private TimeSpan _pause;

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        while (TryEnter() is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }

    public void Pause(TimeSpan wait)
    {
        lock (_gate)
        {
            if (wait <= _pause - time.GetElapsedTime(_pausedFrom)) return;
            (_pausedFrom, _pause) = (time.GetTimestamp(), wait);
        }
    }

    /// <summary>How long it is paused yet.</summary>
    public TimeSpan Paused
    {
        get
        {
            lock (_gate) return _pause - time.GetElapsedTime(_pausedFrom) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private TimeSpan TryEnter()
    {
        lock (_gate)
        {
            if (Paused is var paused && paused > TimeSpan.Zero) return paused;
            while (_sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window) _sent.Dequeue();
            if (_sent.Count >= perSecond) return Window - time.GetElapsedTime(_sent.Peek()) is var left && left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
            _sent.Enqueue(time.GetTimestamp());
            return TimeSpan.Zero;
        }
    }
}
