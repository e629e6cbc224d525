using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client.Sessions;

namespace Nightshift.Pegasus.Client.Routes;

/// <summary>
/// Asks all meta servers side by side, and those that they name beside the configured ones; the first that says it leads ends the search. Remembers the leader until
/// somebody finds that it is not.
/// </summary>
internal sealed class LeaderFinder(IReadOnlyList<Endpoint> metas, MetaProbe probe, AddressBook addresses, ILogger logger)
{
    private volatile Found? _last;

    public IReadOnlyList<Endpoint> Metas => metas;

    /// <summary>Remembered or found.</summary>
    public async Task<Endpoint> Current(CancellationToken cancellationToken) => _last?.Leader ?? await Find(cancellationToken);

    /// <summary>Found anew.</summary>
    /// <exception cref="NodeUnreachableException">None leads; the message tells what each said.</exception>
    /// <exception cref="RefusedByClusterException">The leader is in recovery mode, or every one that answered wants Kerberos.</exception>
    public async Task<Endpoint> Find(CancellationToken cancellationToken)
    {
        using var search = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = metas.ToDictionary(m => m, m => probe.Ask(m, search.Token));
        var open = asked.Values.ToList();
        var seen = new List<MetaSighting>();
        while (open.Count > 0)
        {
            var done = await Task.WhenAny(open);
            open.Remove(done);
            var sighting = await done;
            seen.Add(sighting);
            if (sighting.Standing.Role == MetaRole.Leader)
            {
                await search.CancelAsync();
                return Remember(sighting.Standing.Address);
            }

            if (sighting.Named is { } named && !asked.ContainsKey(named.Name) && !await IsConfigured(named, search.Token))
                open.Add(asked[named.Name] = probe.Ask(named.Name, search.Token));
        }

        throw Nobody(seen);
    }

    /// <summary>It was found not to lead, or not to answer.</summary>
    public void Forget(Endpoint leader)
    {
        if (_last is { } last && last.Leader == leader)
            _last = null;
    }

    public async Task<IReadOnlyList<MetaStanding>> Standings(CancellationToken cancellationToken)
    {
        var sightings = await Task.WhenAll(metas.Select(m => probe.Ask(m, cancellationToken)));
        return [.. sightings.Select(s => s.Standing)];
    }

    private Endpoint Remember(Endpoint leader)
    {
        if (_last?.Leader != leader)
            Log.LeaderFound(logger, leader);
        _last = new Found(leader);
        return leader;
    }

    /// <summary>Whether a leader that was named by its address is one of those configured by name.</summary>
    private async Task<bool> IsConfigured(Server named, CancellationToken cancellationToken)
    {
        foreach (var meta in metas.Where(m => m.Port == named.Address.Port))
        {
            try
            {
                if ((await addresses.Find(meta, cancellationToken)).Contains(named.Address))
                    return true;
            }
            catch (System.Net.Sockets.SocketException e)
            {
                Log.NameUnresolved(logger, meta, e.Message);
            }
        }

        return false;
    }

    private static PegasusException Nobody(List<MetaSighting> seen)
    {
        var call = new CallSite("who leads", "meta servers", null, null);
        var said = string.Join("; ", seen.Select(s => s.Standing.Reason ?? $"{s.Standing.Address} is {Words(s.Standing.Role)}"));
        if (seen.Exists(s => s.WantsKerberos))
            return new RefusedByClusterException(call, ErrorNames.Unauthenticated, said);
        if (seen.Exists(s => s.Standing.Role == MetaRole.Recovering))
            return new RefusedByClusterException(
                call, ErrorNames.UnderRecovery, $"The cluster is in recovery mode: {Advice.For(ErrorNames.UnderRecovery)}. {said}");
        return new NodeUnreachableException(call, Delivery.NotSent, $"No meta server leads: {said}");
    }

    private static string Words(MetaRole role) => role switch
    {
        MetaRole.Standby => "a standby",
        MetaRole.Loading => "still loading",
        _ => role.ToString(),
    };

    private sealed record Found(Endpoint Leader);
}
