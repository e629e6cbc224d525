using System.Threading.Channels;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>
/// The requests of a session: those that wait to be sent and those that wait for a reply, both in order. Once closed, it holds
/// its cause and fails everything with it, what it holds and what comes later.
/// </summary>
internal sealed class RequestQueue(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<PendingRequest> _waiting = new();
    private readonly Queue<PendingRequest> _inFlight = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Exception? _closed;
    private int _lastXid;

    public void Enqueue(PendingRequest request)
    {
        lock (_lock)
        {
            request.WaitingSince = timeProvider.GetTimestamp();
            if (_closed is null)
                _waiting.AddLast(request);
            else
                request.Fail(_closed);
        }

        Wake();
    }

    /// <summary>Gives up a request for its caller. One that was sent keeps its place, since its reply will still come.</summary>
    public void Abandon(PendingRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
            _waiting.Remove(request);
        request.Cancel(cancellationToken);
    }

    /// <summary>Ends the wait of <see cref="WaitForWork"/>.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    public async ValueTask WaitForWork(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    /// <summary>Moves all that waits to the requests in flight, numbered, and hands their frames to the sender.</summary>
    public void TakeForSending(List<byte[]> frames)
    {
        lock (_lock)
        {
            foreach (var request in _waiting)
            {
                request.AssignXid(_lastXid = _lastXid == int.MaxValue ? 1 : _lastXid + 1);
                _inFlight.Enqueue(request);
                frames.Add(request.Frame);
            }

            _waiting.Clear();
        }
    }

    /// <summary>The request that a reply belongs to: replies come in the order of requests.</summary>
    /// <exception cref="ZooKeeperProtocolException">The reply is to nothing, or out of order; the request stays until the connection is given up.</exception>
    public PendingRequest TakeReplied(int xid)
    {
        lock (_lock)
        {
            if (!_inFlight.TryPeek(out var request))
                throw new ZooKeeperProtocolException($"a reply with xid {xid} came where none was expected");
            return request.Xid == xid
                ? _inFlight.Dequeue()
                : throw new ZooKeeperProtocolException($"a reply with xid {xid} came where {request.Xid} was next");
        }
    }

    /// <summary>Of the requests in flight, those that may be sent again go back to the front, in order; the others fail.</summary>
    public void ConnectionLost(Exception cause)
    {
        lock (_lock)
        {
            foreach (var request in _inFlight.Where(r => !r.Completion.IsCompleted).Reverse())
            {
                request.WaitingSince = timeProvider.GetTimestamp();
                if (RetryPolicy.AfterConnectionLoss(request.Operation, cause, request.Attempts) == AfterLoss.SendAgain)
                    _waiting.AddFirst(request);
                else
                    request.Fail(Lost(request, sent: true, cause));
            }

            _inFlight.Clear();
        }
    }

    /// <summary>Fails what has waited for a connection longer than <paramref name="limit"/>. Nothing of it was carried out.</summary>
    public void FailOlderThan(TimeSpan limit, Exception? cause)
    {
        lock (_lock)
        {
            foreach (var request in _waiting.Where(r => timeProvider.GetElapsedTime(r.WaitingSince) >= limit).ToList())
            {
                _waiting.Remove(request);
                request.Fail(Lost(request, sent: false, cause));
            }
        }
    }

    /// <summary>Fails everything, now and later, with <paramref name="cause"/>; a second call changes nothing.</summary>
    public void Close(Exception cause)
    {
        lock (_lock)
        {
            if (_closed is not null)
                return;
            _closed = cause;
            foreach (var request in _inFlight.Concat(_waiting))
                request.Fail(cause);
            _inFlight.Clear();
            _waiting.Clear();
        }
    }

    private static ConnectionLossException Lost(PendingRequest request, bool sent, Exception? cause)
    {
        var unknown = sent && !RetryPolicy.IsRead(request.Operation);
        var what = $"{request.Operation} of '{request.Path}'";
        var message = (sent, unknown) switch
        {
            (true, true) => $"the connection broke after {what} was sent: it may or may not have happened",
            (true, false) => $"the connection broke again and again under {what}",
            _ => $"no ZooKeeper server could be reached for {what}: it was not carried out",
        };
        return new ConnectionLossException(cause is null ? message : $"{message} ({cause.Message})", unknown, cause);
    }
}
