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

    /// <summary>Waits for the request's turn; the bucket has to be left.</summary>
    public async Task<Bucket> EnterAsync(RestRequest request, long ticket, CancellationToken cancellationToken)
    {
        while (true)
        {
            var bucket = Of(request);
            await bucket.EnterAsync(request.Priority, ticket, cancellationToken);
            if (Of(request) == bucket) return bucket;
            bucket.Leave();
        }
    }

    public Bucket Of(RestRequest request)
    {
        lock (_gate)
        {
            var key = (_names.GetValueOrDefault(Route(request), Route(request)), request.Major);
            if (_buckets.TryGetValue(key, out var bucket)) return bucket;
            if (_buckets.Count >= Many) Sweep();
            return _buckets[key] = new Bucket(time);
        }
    }

    /// <summary>What an answer says of the limit.</summary>
    public void Learn(RestRequest request, RateLimitHeaders headers)
    {
        if (headers.Bucket is { } name)
        {
            lock (_gate) _names[Route(request)] = name;
        }
        if (headers is { Remaining: 0, ResetAfter: { } reset }) Of(request).Close(reset);
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
