using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>A copy that people may agree to drop. Journaled.</summary>
/// <param name="AtStake">Its term and end, and where its leader began.</param>
internal sealed record DivergedCopy(PartitionId Partition, Endpoint Tablet, string AtStake);

/// <summary>Copies that have, or may have, records that their leader lacks: the ones that a recovery keeps as they are unless people say otherwise.</summary>
internal sealed class DivergedCopies(MaintenanceServices services)
{
    /// <summary>
    /// Names those that are to be dropped, in the plan each as a risk. One that is not loaded is not among them, since nobody can say what it has: recovering
    /// without dropping loads it, and it can be named then.
    /// </summary>
    public StepDefinition<IReadOnlyList<DivergedCopy>> ToDrop() => new()
    {
        Name = "diverged copies",
        Description = "see which copies have records that their leader lacks",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(5),
        Execute = async attempt => await Loaded(attempt.CancellationToken),
        Plan = async plan =>
        {
            var named = await Loaded(CancellationToken.None);
            foreach (var copy in named) plan.Risk(RiskTier.High, $"dropped for good and copied anew: {copy.AtStake}");
            return named;
        },
        Report = named => named.Count == 0 ? "no loaded copy has records that its leader lacks" : $"{named.Count} copies have, or may have, records that their leader lacks",
    };

    private async Task<IReadOnlyList<DivergedCopy>> Loaded(CancellationToken cancellationToken) =>
        [.. (await Find(await services.Client.Nameserver.ShowAllTables(cancellationToken), cancellationToken)).Where(c => c.IsLoaded).Select(c => c.Copy)];

    public async Task<IReadOnlyList<(DivergedCopy Copy, bool IsLoaded)>> Find(IEnumerable<TableInfo> tables, CancellationToken cancellationToken)
    {
        var copies = (from table in tables
                      from partition in table.Partitions
                      where partition.EffectiveLeader is not null
                      from replica in partition.Replicas
                      where replica.Endpoint != partition.EffectiveLeader!.Value.Endpoint
                      let of = new ReplicaRef(table.Partition(partition.Pid), new TidPid(table.Tid, partition.Pid), table.StorageMode, replica.Endpoint)
                      select (of, partition, replica)).ToList();
        var loaded = await Statuses(copies.SelectMany(c => new[] { c.replica.Endpoint, c.partition.EffectiveLeader!.Value.Endpoint }).Distinct(), cancellationToken);
        var found = await Task.WhenAll(copies.Select(copy => AtStake(copy.of, copy.partition, copy.replica, loaded, cancellationToken)));
        return [.. found.OfType<(DivergedCopy Copy, bool)>().OrderBy(f => f.Copy.AtStake, StringComparer.Ordinal)];
    }

    private async Task<(DivergedCopy Copy, bool IsLoaded)?> AtStake(
        ReplicaRef copy, TablePartition entry, Replica recorded, Dictionary<(Endpoint, TidPid), TableStatus> loaded, CancellationToken cancellationToken)
    {
        var leader = entry.EffectiveLeader!.Value.Endpoint;
        if (!loaded.TryGetValue((copy.Tablet, copy.TidPid), out var own) || !own.Serves)
            return recorded.IsLeader ? (Of(copy, $"{copy} led before and is not loaded, so that nobody can tell what it has that {leader} lacks"), false) : null;
        if (!loaded.TryGetValue((leader, copy.TidPid), out var ahead) || !ahead.Serves) return null; // What it has is compared with nobody's; the longest will lead.
        if (recorded is { IsAlive: true, IsLeader: false } && own.Offset <= ahead.Offset) return null;
        var log = await CopyLog.Read(services.Client, copy, entry, leader, cancellationToken);
        return log.Fit == LogFit.Diverged || (log.Fit == LogFit.Unknown && recorded.IsLeader) ? (Of(copy, log.AtStake), true) : null;
    }

    private static DivergedCopy Of(ReplicaRef copy, string atStake) => new(copy.Partition, copy.Tablet, atStake);

    /// <summary>A tablet that does not answer shows nothing, and nothing of it is dropped.</summary>
    private async Task<Dictionary<(Endpoint, TidPid), TableStatus>> Statuses(IEnumerable<Endpoint> tablets, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(tablets.Select(async tablet =>
        {
            try
            {
                return (tablet, statuses: await (await services.Client.Tablet(tablet, cancellationToken)).GetTableStatus(cancellationToken));
            }
            catch (OpenMldbException)
            {
                return (tablet, statuses: []);
            }
        }));
        return read.SelectMany(r => r.statuses.Select(s => (r.tablet, s))).ToDictionary(r => (r.tablet, r.s.Id), r => r.s);
    }
}
