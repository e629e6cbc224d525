using System.Threading.Channels;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// The bot's limit over all routes: so many requests in any second, so many at once, and none while Discord has said so. What Discord counts in a second of its
/// own was under way when that began or was sent during it; so both together stay within its limit, however late requests arrive.
/// </summary>
internal sealed class GlobalLimit(int perSecond, int atOnce, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _underWay = Channel.CreateBounded<bool>(atOnce);

    private readonly Lock _gate = new();
    private readonly Queue<long> _sent = new();
    private long _pausedFrom;
    private TimeSpan _pause;

    /// <summary>Waits until one more may be sent; it has to be told when that is answered.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _underWay.Writer.WriteAsync(true, cancellationToken);
        try
        {
            while (TryEnter() is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Leave();
            throw;
        }
    }

    public void Leave() => _underWay.Reader.TryRead(out _);

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
