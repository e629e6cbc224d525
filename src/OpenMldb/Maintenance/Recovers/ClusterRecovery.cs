using System.Collections.Concurrent;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>What a recovery did. Journaled.</summary>
/// <param name="Led">Partitions that had to be given their leader.</param>
/// <param name="Failures">Those that could not be recovered, each with the reason.</param>
internal sealed record RecoveryResult(int Partitions, int Loaded, int Led, int Rejoined, IReadOnlyList<string> Failures);

/// <summary>
/// Recovers all partitions of a cluster, also after a cold start of everything: copies are loaded as followers, the copy with the newest records leads (the
/// recorded leader, unless it lost some), the others follow it. Each partition succeeds or fails by itself.
/// </summary>
internal sealed class ClusterRecovery(MaintenanceServices services)
{
    public StepDefinition<RecoveryResult> Step() => new()
    {
        Name = "recover partitions",
        Description = "load, lead and follow: bring every partition of the cluster back",
        Deadline = services.Options.CatchUpDeadline,
        Execute = Execute,
        Probe = _ => Task.FromResult<Probe<RecoveryResult>>(new Probe<RecoveryResult>.Run()),
        Plan = Plan,
        Report = result => $"{result.Partitions} partitions: {result.Loaded} copies loaded, {result.Led} given a leader, {result.Rejoined} replicas followed again",
    };

    private async Task<RecoveryResult> Plan(PlanBuilder plan)
    {
        var tables = await services.Client.Nameserver.ShowAllTables(CancellationToken.None);
        var copies = await Copies(tables, CancellationToken.None);
        foreach (var table in tables)
        {
            var missing = copies.Missing.Where(m => m.Replica.Partition.TableId == table.Id).ToList();
            if (missing.Count > 0) plan.Detail($"{table.Id}: {missing.Count} replicas are not loaded");
            foreach (var lost in table.Partitions.Where(p => p.EffectiveLeader is null)) plan.Detail($"{table.Partition(lost.Pid)} has no leader");
        }

        foreach (var (tablet, why) in copies.Silent) plan.Detail($"tablet {tablet} does not answer: {why}");
        return new RecoveryResult(tables.Sum(t => t.Partitions.Length), copies.Missing.Count, 0, 0, []);
    }

    private async Task<RecoveryResult> Execute(StepAttempt attempt)
    {
        var cancellationToken = attempt.CancellationToken;
        var failures = new ConcurrentDictionary<PartitionId, string>();
        var tables = await services.Client.Nameserver.ShowAllTables(cancellationToken);
        var copies = await Copies(tables, cancellationToken);
        foreach (var (tablet, why) in copies.Silent) attempt.Note($"tablet {tablet} does not answer and its replicas are left alone: {why}");
        await Load(attempt, await WorthLoading(tables, copies, cancellationToken), failures);

        var goals = (from table in tables
                     from partition in table.Partitions
                     let id = table.Partition(partition.Pid)
                     where !failures.ContainsKey(id)
                     select MoveGoal.AnyLeader(id, new TidPid(table.Tid, partition.Pid), table.StorageMode)).ToList();
        var led = await Lead(attempt, goals, failures);
        var rejoined = await Rejoin(attempt, copies, failures);
        var result = new RecoveryResult(goals.Count, copies.Missing.Count, led, rejoined, [.. failures.Select(f => $"{f.Key}: {f.Value}").Order(StringComparer.Ordinal)]);
        foreach (var failure in result.Failures) attempt.Note(failure);
        if (result.Failures.Count > 0)
            throw new MoveRefusedException($"{result.Failures.Count} of {result.Partitions} partitions could not be recovered: {string.Join("; ", result.Failures.Take(10))}");
        return result;
    }

    /// <summary>
    /// Leaders, copies of partitions without one, and followers whose records are known to be their leader's: there was never another leader, or their own
    /// snapshot was made in its term. All other followers are left to the nameserver, which compares unloaded copies by their snapshot.
    /// </summary>
    private async Task<IReadOnlyList<(Endpoint Tablet, StoppedReplica Replica)>> WorthLoading(
        IEnumerable<TableInfo> tables, CopyList copies, CancellationToken cancellationToken)
    {
        var entries = tables.SelectMany(t => t.Partitions.Select(p => (Id: t.Partition(p.Pid), p))).ToDictionary(e => e.Id, e => e.p);
        var worth = new ConcurrentBag<(Endpoint, StoppedReplica)>();
        await Parallel.ForEachAsync(
            copies.Missing,
            new ParallelOptions { MaxDegreeOfParallelism = services.Options.Parallelism, CancellationToken = cancellationToken },
            async (copy, token) =>
            {
                var entry = entries[copy.Replica.Partition];
                if (entry.EffectiveLeader is not { } leader || leader.Endpoint == copy.Tablet || entry.Terms.Length <= 1
                    || (await (await services.Client.Tablet(copy.Tablet, token)).GetManifest(copy.Replica.TidPid, copy.Replica.StorageMode, token)).Term == entry.LastTerm)
                    worth.Add(copy);
            });
        return [.. worth];
    }

    private async Task Load(StepAttempt attempt, IReadOnlyList<(Endpoint Tablet, StoppedReplica Replica)> copies, ConcurrentDictionary<PartitionId, string> failures) =>
        await Task.WhenAll(copies.GroupBy(m => m.Tablet).Select(async group =>
        {
            foreach (var part in group.Select(m => m.Replica).GroupBy(r => r.Alone).Select(g => g.ToList()))
            {
                try
                {
                    await new Loading(services, group.Key, part).Execute(attempt);
                }
                catch (Exception e) when (e is InvalidOperationException or OpenMldbException)
                {
                    foreach (var replica in part.Where(r => r.Alone)) failures[replica.Partition] = e.Message;
                    attempt.Note($"loading on {group.Key}: {e.Message}");
                }
            }
        }));

    private async Task<int> Lead(StepAttempt attempt, List<MoveGoal> goals, ConcurrentDictionary<PartitionId, string> failures)
    {
        var led = 0;
        var leading = new Leading(services);
        await Task.WhenAll((await leading.Leaderless(goals, attempt.CancellationToken)).GroupBy(g => g.Partition.Pid % (uint)services.Options.OpLists).Select(async list =>
        {
            foreach (var goal in list)
            {
                if (await Attempt(() => leading.SettleOne(attempt, goal), goal.Partition, failures)) Interlocked.Increment(ref led);
            }
        }));
        return led;
    }

    private async Task<int> Rejoin(StepAttempt attempt, CopyList before, ConcurrentDictionary<PartitionId, string> failures)
    {
        var tables = await services.Client.Nameserver.ShowAllTables(attempt.CancellationToken);
        var silent = before.Silent.Select(s => s.Tablet).ToHashSet();
        var shared = (from table in tables
                      from partition in table.Partitions
                      from replica in partition.Replicas
                      where partition.Replicas.Length > 1 && partition.EffectiveLeader is { } leader && leader.Endpoint != replica.Endpoint
                      where !failures.ContainsKey(table.Partition(partition.Pid)) && !silent.Contains(replica.Endpoint)
                      select new ReplicaRef(table.Partition(partition.Pid), new TidPid(table.Tid, partition.Pid), table.StorageMode, replica.Endpoint)).ToList();
        var result = await new Rejoining(services, shared, mayDrop: true) { Failures = failures }.Execute(attempt);
        return result.Replicas - failures.Count;
    }

    private static async Task<bool> Attempt(Func<Task> work, PartitionId partition, ConcurrentDictionary<PartitionId, string> failures)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e is MoveRefusedException or OpenMldbException)
        {
            failures[partition] = e.Message;
            return false;
        }
    }

    /// <summary>
    /// Recorded copies that their tablets, which answer, have not loaded. A copy that is not alive by the record is left to the nameserver, which compares it by
    /// its snapshot, unless the partition has no leader and every copy's offset is wanted.
    /// </summary>
    private async Task<CopyList> Copies(IEnumerable<TableInfo> tables, CancellationToken cancellationToken)
    {
        var silent = new ConcurrentBag<(Endpoint Tablet, string Why)>();
        var recorded = (from table in tables
                        from partition in table.Partitions
                        from replica in partition.Replicas
                        where replica.IsAlive || partition.EffectiveLeader is null
                        select (table, partition, replica)).ToList();
        var missing = await Task.WhenAll(recorded.GroupBy(r => r.replica.Endpoint).Select(async group =>
        {
            try
            {
                var loaded = (await (await services.Client.Tablet(group.Key, cancellationToken)).GetTableStatus(cancellationToken)).Select(s => s.Id).ToHashSet();
                return group.Where(r => !loaded.Contains(new TidPid(r.table.Tid, r.partition.Pid))).Select(r => (group.Key, Replica(r.table, r.partition, r.replica))).ToList();
            }
            catch (OpenMldbException e)
            {
                silent.Add((group.Key, e.Message));
                return [];
            }
        }));
        return new CopyList([.. missing.SelectMany(m => m)], [.. silent]);
    }

    /// <summary>The newest term is the term of whoever is alive; what another copy's records are of is not known, and term 0 matches nothing.</summary>
    private static StoppedReplica Replica(TableInfo table, TablePartition partition, Replica replica) => new(
        table.Partition(partition.Pid),
        new TidPid(table.Tid, partition.Pid),
        table.SegmentCount,
        table.StorageMode,
        replica.IsAlive || partition.Replicas.Length == 1 ? partition.LastTerm ?? 0 : 0,
        0,
        partition.Replicas.Length == 1);

    private sealed record CopyList(IReadOnlyList<(Endpoint Tablet, StoppedReplica Replica)> Missing, IReadOnlyList<(Endpoint Tablet, string Why)> Silent);
}
