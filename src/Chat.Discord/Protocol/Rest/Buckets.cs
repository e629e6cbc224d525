namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// Which request falls under which limit. Discord tells it with every answer (<c>X-RateLimit-Bucket</c>); until then every route is thought to have its own.
/// A limit counts for each channel, guild or webhook separately.
/// </summary>
internal sealed class Buckets(TimeProvider time)
{
    private const int Many = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<(string Name, string Major), Bucket> _buckets = [];
    private long _tickets;

    public long Ticket() => Interlocked.Increment(ref _tickets);

    /// <summary>Waits for the request's turn, which has to be left.</summary>
    public async Task<BucketTurn> EnterAsync(RestRequest request, long ticket, CancellationToken cancellationToken)
    {
        var turn = new BucketTurn(Route(request), request.Priority, ticket);
        lock (_gate) Of(request).Queue(turn);
        await turn.ComesAsync(cancellationToken);
        return turn;
    }

    public void Leave(BucketTurn turn)
    {
        lock (_gate) turn.Bucket!.Leave(turn);
    }

    public Bucket Of(RestRequest request)
    {
        lock (_gate) return Of(_names.GetValueOrDefault(Route(request), Route(request)), request.Major);
    }

    /// <summary>What an answer says of the limit.</summary>
    public void Learn(RestRequest request, RateLimitHeaders headers)
    {
        lock (_gate)
        {
            if (headers.Bucket is { } name) Rename(Route(request), name);
            if (headers is { Remaining: 0, ResetAfter: { } reset }) Of(request).Close(reset);
        }
    }

    private Bucket Of(string name, string major)
    {
        if (_buckets.TryGetValue((name, major), out var bucket)) return bucket;
        if (_buckets.Count >= Many) Sweep();
        return _buckets[(name, major)] = new Bucket(_gate, time);
    }

    private void Rename(string route, string name)
    {
        var before = _names.GetValueOrDefault(route, route);
        if (before == name) return;
        _names[route] = name;
        foreach (var (key, bucket) in _buckets.Where(pair => pair.Key.Name == before && !pair.Value.IsIdle).ToList()) bucket.Move(route, Of(name, key.Major));
    }

    private static string Route(RestRequest request) => $"{request.Method} {request.Route}";

    private void Sweep()
    {
        foreach (var (key, bucket) in _buckets.Where(pair => pair.Value.IsIdle).ToList())
        {
            _buckets.Remove(key);
            bucket.Dispose();
        }
    }
}
