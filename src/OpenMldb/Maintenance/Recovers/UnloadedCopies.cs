using System.Collections.Concurrent;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>A recorded copy that its tablet has not loaded, and how far it was. Journaled.</summary>
internal sealed record UnloadedCopy(Endpoint Tablet, StoppedReplica Replica);

internal sealed record SilentTablet(Endpoint Tablet, string Why);

/// <summary>What a recovery found before it touched anything. Journaled.</summary>
/// <param name="Silent">Tablets that do not answer; their copies are not known.</param>
internal sealed record CopyList(IReadOnlyList<UnloadedCopy> Missing, IReadOnlyList<SilentTablet> Silent);

/// <summary>
/// Sees which recorded copies are not loaded, alive or not: of an unloaded copy the nameserver deletes the log before it compares the snapshot
/// (<c>name_server_impl.cc</c> RecoverTableTask), and what it had is never seen. Also how far each was, which the nameserver overwrites as soon as it is loaded.
/// </summary>
internal sealed class UnloadedCopies(MaintenanceServices services)
{
    public StepDefinition<CopyList> Step() => new()
    {
        Name = "copies",
        Description = "see which copies are not loaded, and how far they were",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(5),
        Execute = async attempt => await Find(await services.Client.Nameserver.ShowAllTables(attempt.CancellationToken), attempt.CancellationToken),
        Plan = Plan,
        Report = copies => $"{copies.Missing.Count} copies are not loaded" + (copies.Silent.Count > 0 ? $", {copies.Silent.Count} tablets do not answer" : ""),
    };

    private async Task<CopyList> Plan(PlanBuilder plan)
    {
        var tables = await services.Client.Nameserver.ShowAllTables(CancellationToken.None);
        var copies = await Find(tables, CancellationToken.None);
        foreach (var table in copies.Missing.GroupBy(m => m.Replica.Partition.TableId).OrderBy(t => t.Key.ToString(), StringComparer.Ordinal))
        {
            plan.Detail($"{table.Key}: {table.Count()} replicas are not loaded");
            var unknown = table.Where(m => m.Replica is { Alone: true, OffsetKnown: false }).ToList();
            if (unknown.Count > 0)
            {
                plan.Risk(
                    RiskTier.Elevated,
                    $"{unknown.Count} partitions of {table.Key} have one copy, and nobody recorded how many records it had: it leads with what it has, unless it is empty");
            }
        }

        foreach (var risk in await LoneFollowers(tables, copies, CancellationToken.None)) plan.Risk(RiskTier.High, risk);
        foreach (var tablet in copies.Silent) plan.Detail($"tablet {tablet.Tablet} does not answer: {tablet.Why}");
        return copies;
    }

    /// <summary>Only copies that are loaded and were not let lead, as by a recovery that found them short: letting them lead is for people to decide.</summary>
    private async Task<IReadOnlyList<string>> LoneFollowers(IEnumerable<TableInfo> tables, CopyList copies, CancellationToken cancellationToken)
    {
        var silent = copies.Silent.Select(s => s.Tablet).ToHashSet();
        var alone = (from table in tables
                     from partition in table.Partitions
                     where partition.Replicas.Length == 1 && !silent.Contains(partition.Replicas[0].Endpoint)
                     select (Tablet: partition.Replicas[0].Endpoint, Id: new TidPid(table.Tid, partition.Pid), Partition: table.Partition(partition.Pid))).ToList();
        var found = await Task.WhenAll(alone.GroupBy(a => a.Tablet).Select(async group =>
        {
            var loaded = (await (await services.Client.Tablet(group.Key, cancellationToken)).GetTableStatus(cancellationToken)).ToDictionary(s => s.Id);
            return group.Where(a => loaded.TryGetValue(a.Id, out var status) && status.Mode == TableMode.Follower)
                .Select(a => $"{a.Partition} has one copy, on {a.Tablet}, which is at {loaded[a.Id].Offset} and was not let lead: recovering lets it lead with what it has");
        }));
        return [.. found.SelectMany(f => f).Order(StringComparer.Ordinal)];
    }

    private async Task<CopyList> Find(IEnumerable<TableInfo> tables, CancellationToken cancellationToken)
    {
        var silent = new ConcurrentBag<SilentTablet>();
        var recorded = (from table in tables
                        from partition in table.Partitions
                        from replica in partition.Replicas
                        select (table, partition, replica)).ToList();
        var missing = await Task.WhenAll(recorded.GroupBy(r => r.replica.Endpoint).Select(async group =>
        {
            try
            {
                var loaded = (await (await services.Client.Tablet(group.Key, cancellationToken)).GetTableStatus(cancellationToken)).Select(s => s.Id).ToHashSet();
                return group.Where(r => !loaded.Contains(new TidPid(r.table.Tid, r.partition.Pid)))
                    .Select(r => new UnloadedCopy(group.Key, Replica(r.table, r.partition, r.replica))).ToList();
            }
            catch (OpenMldbException e)
            {
                silent.Add(new SilentTablet(group.Key, e.Message));
                return [];
            }
        }));
        return new CopyList([.. missing.SelectMany(m => m)], [.. silent]);
    }

    /// <summary>
    /// The newest term is the term of whoever is alive; what another copy's records are of is not known, and term 0 matches nothing. How far a copy was is what
    /// the nameserver saw last, which it forgets when it restarts.
    /// </summary>
    private static StoppedReplica Replica(TableInfo table, TablePartition partition, Replica replica) => new(
        table.Partition(partition.Pid),
        new TidPid(table.Tid, partition.Pid),
        table.SegmentCount,
        table.StorageMode,
        replica.IsAlive || partition.Replicas.Length == 1 ? partition.LastTerm ?? 0 : 0,
        replica.Offset ?? 0,
        partition.Replicas.Length == 1)
    {
        OffsetKnown = replica.Offset is not null,
    };
}
