using Microsoft.Extensions.Logging;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Client.Routes;

/// <summary>Asks the directory who leads, and remembers it for a second for those who do not mind.</summary>
internal sealed class LeaderFinder(IClusterDirectory directory, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private Found? _last;

    public async Task<NameserverNode?> Find(bool fresh, CancellationToken cancellationToken)
    {
        if (!fresh && _last is { } last && time.GetElapsedTime(last.At) < Freshness)
            return last.Leader;
        var at = time.GetTimestamp();
        var leader = await directory.FindLeader(cancellationToken);
        if (leader is not null && leader.LockNode != _last?.Leader.LockNode)
            Log.LeaderFound(logger, leader.Endpoint, leader.LockNode);
        _last = leader is null ? null : new Found(leader, at);
        return leader;
    }

    private sealed record Found(NameserverNode Leader, long At);
}
