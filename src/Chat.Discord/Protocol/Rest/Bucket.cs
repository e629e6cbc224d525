namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// One limit of Discord's: requests go one at a time, in the order of priority and then of arrival, and none while Discord has said that none remain. So what
/// is edited twice ends as the later edit wants, also when the earlier had to be repeated.
/// </summary>
internal sealed class Bucket(TimeProvider time) : IDisposable
{
    /// <summary>Discord's clock and ours need not tick alike.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource<bool>, (int Priority, long Ticket)> _waiting = new();
    private ITimer? _timer;
    private bool _isBusy;
    private long _closedFrom;
    private TimeSpan _closed;

    /// <summary>Nobody uses it or waits for it, and it holds back nobody: it can be forgotten.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return !_isBusy && _waiting.Count == 0 && Left() <= TimeSpan.Zero;
        }
    }

    /// <summary>How long it lets nobody through.</summary>
    public TimeSpan Closed
    {
        get
        {
            lock (_gate) return Left() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public async Task EnterAsync(RestPriority priority, long ticket, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _waiting.Enqueue(turn, ((int)priority, ticket));
        Next();
        await using var cancelled = cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource<bool>)turn!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    public void Leave()
    {
        lock (_gate) _isBusy = false;
        Next();
    }

    /// <summary>Lets nobody through for a time, or for as long as it was to be anyway when that is longer.</summary>
    public void Close(TimeSpan span)
    {
        lock (_gate)
        {
            if (span + Margin <= Left()) return;
            (_closedFrom, _closed) = (time.GetTimestamp(), span + Margin);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private TimeSpan Left() => _closed - (_closed == TimeSpan.Zero ? TimeSpan.Zero : time.GetElapsedTime(_closedFrom));

    private void Next()
    {
        lock (_gate)
        {
            if (_isBusy || _waiting.Count == 0) return;
            if (Left() is var left && left > TimeSpan.Zero)
            {
                _timer ??= time.CreateTimer(static bucket => ((Bucket)bucket!).Next(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }
            while (_waiting.TryDequeue(out var turn, out _))
            {
                if (!turn.TrySetResult(true)) continue;
                _isBusy = true;
                return;
            }
        }
    }
}
