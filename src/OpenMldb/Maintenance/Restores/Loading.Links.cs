using System.Collections.Concurrent;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class Loading
{
    private static readonly TimeSpan CutPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Those whose old link could not be cut, each with the reason.</summary>
    private async Task<ConcurrentDictionary<StoppedReplica, string>> CutLinks(IReadOnlyList<StoppedReplica> missing, CancellationToken cancellationToken)
    {
        var uncut = new ConcurrentDictionary<StoppedReplica, string>();
        var tables = (await services.Client.Nameserver.ShowAllTables(cancellationToken)).ToDictionary(t => t.Id);
        await Each(missing.Where(r => !r.Alone), async (replica, token) =>
        {
            var entry = tables.GetValueOrDefault(replica.Partition.TableId)?.Partitions.FirstOrDefault(p => p.Pid == replica.Partition.Pid);
            foreach (var leader in MayReplicate(entry))
            {
                if (await CutLink(leader, replica, token) is { } why) uncut[replica] = why;
            }
        }, cancellationToken);
        return uncut;
    }

    /// <summary>The leader; without one, whoever led: it may still do so by its own account.</summary>
    private IEnumerable<Replica> MayReplicate(TablePartition? entry)
    {
        if (entry is null) return [];
        var leaders = entry.EffectiveLeader is { } leader ? [leader] : entry.Replicas.Where(r => r.IsLeader);
        return leaders.Where(r => r.Endpoint != tablet);
    }

    private async Task<string?> CutLink(Replica leader, StoppedReplica replica, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        while (true)
        {
            try
            {
                await LinkCut.Run(services, await services.Client.Tablet(leader.Endpoint, cancellationToken), replica.TidPid, tablet, cancellationToken);
                return null;
            }
            catch (Exception e) when (e is OpenMldbException or MoveRefusedException)
            {
                if (services.Time.GetElapsedTime(began) > services.Options.LongestCut) return $"its old link from {leader.Endpoint} could not be cut: {e.Message}";
            }

            await Task.Delay(CutPause, services.Time, cancellationToken);
        }
    }
}
