namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// The bot's limit over all routes: so many requests in any second, so many at once, and none while Discord has said so. What Discord counts in a second of its
/// own was under way when that began or was sent during it; so both together stay within its limit, however late requests arrive.
/// </summary>
/// <param name="uploadsAtOnce">Of those at once, as many may send files, which takes long; the others are kept for what is short.</param>
internal sealed class GlobalLimit(int perSecond, int atOnce, int uploadsAtOnce, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Slots _underWay = new(atOnce);
    private readonly Slots _uploads = new(uploadsAtOnce);

    private readonly Lock _gate = new();
    private readonly Queue<long> _sent = new();
    private long _pausedFrom;
    private TimeSpan _pause;

    /// <summary>Waits until one more may be sent; it has to be told when that is answered.</summary>
    public async Task EnterAsync(RestRequest request, long ticket, CancellationToken cancellationToken)
    {
        var place = ((int)request.Priority, ticket);
        if (IsUpload(request)) await _uploads.EnterAsync(place, cancellationToken);
        try
        {
            await _underWay.EnterAsync(place, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (IsUpload(request)) _uploads.Leave();
            throw;
        }
        try
        {
            while (TryEnter() is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Leave(request);
            throw;
        }
    }

    public void Leave(RestRequest request)
    {
        _underWay.Leave();
        if (IsUpload(request)) _uploads.Leave();
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

    private static bool IsUpload(RestRequest request) => request.Files.Count > 0;

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
