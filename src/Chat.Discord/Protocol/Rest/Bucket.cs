namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// One limit of Discord's: requests go one at a time, in the order of priority and then of arrival, and none while Discord has said that none remain. So what
/// is edited twice ends as the later edit wants, also when the earlier had to be repeated.
/// </summary>
/// <param name="gate">That of all buckets, since turns move from one to another.</param>
internal sealed class Bucket(Lock gate, TimeProvider time) : IDisposable
{
    /// <summary>Discord's clock and ours need not tick alike.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    private readonly PriorityQueue<BucketTurn, (int Priority, long Ticket)> _waiting = new();
    private readonly HashSet<BucketTurn> _underWay = [];
    private ITimer? _timer;
    private long _closedFrom;
    private TimeSpan _closed;

    /// <summary>Nobody uses it or waits for it, and it holds back nobody: it can be forgotten.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate) return _underWay.Count == 0 && _waiting.Count == 0 && Left() <= TimeSpan.Zero;
        }
    }

    /// <summary>How long it lets nobody through.</summary>
    public TimeSpan Closed
    {
        get
        {
            lock (gate) return Left() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Queue(BucketTurn turn)
    {
        lock (gate)
        {
            Take(turn);
            Next();
        }
    }

    public void Leave(BucketTurn turn)
    {
        lock (gate)
        {
            _underWay.Remove(turn);
            Next();
        }
    }

    /// <summary>Lets nobody through for a time, or for as long as it was to be anyway when that is longer.</summary>
    public void Close(TimeSpan span)
    {
        lock (gate)
        {
            if (span + Margin <= Left()) return;
            (_closedFrom, _closed) = (time.GetTimestamp(), span + Margin);
        }
    }

    /// <summary>A route turns out to have the other limit: whoever is here for it is there from now on, in the same place, and waits there no less than here.</summary>
    public void Move(string route, Bucket other)
    {
        lock (gate)
        {
            if (Closed is var closed && closed > TimeSpan.Zero) other.Close(closed);
            foreach (var turn in _underWay.Where(turn => turn.Route == route).ToList())
            {
                _underWay.Remove(turn);
                other._underWay.Add(turn);
                turn.Bucket = other;
            }
            var waiting = _waiting.UnorderedItems.Select(item => item.Element).ToList();
            _waiting.Clear();
            foreach (var turn in waiting) (turn.Route == route ? other : this).Take(turn);
            other.Next();
            Next();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Take(BucketTurn turn)
    {
        turn.Bucket = this;
        _waiting.Enqueue(turn, turn.Place);
    }

    private TimeSpan Left() => _closed - (_closed == TimeSpan.Zero ? TimeSpan.Zero : time.GetElapsedTime(_closedFrom));

    private void Next()
    {
        lock (gate)
        {
            if (_underWay.Count > 0 || _waiting.Count == 0) return;
            if (Left() is var left && left > TimeSpan.Zero)
            {
                _timer ??= time.CreateTimer(static bucket => ((Bucket)bucket!).Next(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }
            while (_waiting.TryDequeue(out var turn, out _))
            {
                if (!turn.Come()) continue;
                _underWay.Add(turn);
                return;
            }
        }
    }
}
