namespace Nightshift.ZooKeeper.Sessions;

/// <summary>Which server to try next, and how long to rest before it: shuffled once, then round and round.</summary>
internal sealed class ServerRotation
{
    private static readonly TimeSpan LeastRest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostRest = TimeSpan.FromSeconds(1);

    private readonly Random _random;
    private readonly ServerAddress[] _servers;
    private int _next;
    private int _failures;

    public ServerRotation(IEnumerable<ServerAddress> servers, Random random)
    {
        _random = random;
        _servers = [.. servers];
        random.Shuffle(_servers);
    }

    public int Count => _servers.Length;

    public ServerAddress Next() => _servers[_next++ % _servers.Length];

    public void Succeeded() => _failures = 0;

    /// <summary>None within the first round; then doubling with every round, with jitter, up to a second.</summary>
    public TimeSpan RestAfterFailure()
    {
        if (++_failures < _servers.Length)
            return TimeSpan.Zero;
        var rounds = Math.Min(5, (_failures / _servers.Length) - 1);
        var rest = LeastRest * (1 << rounds) * (0.5 + _random.NextDouble());
        return rest < MostRest ? rest : MostRest;
    }
}
