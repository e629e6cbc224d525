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
/// Recovers all partitions of a cluster, also after a cold start of everything: every copy is loaded as follower, so that what it has can be seen, the copy with
/// the newest records leads (the recorded leader, unless it lost some), the others follow it. Each partition succeeds or fails by itself.
/// </summary>
/// <param name="copies">What was not loaded when the recovery began.</param>
/// <param name="mayDrop">Copies that may be dropped although they have, or may have, records that their leader lacks; all others of that kind are kept.</param>
internal sealed class ClusterRecovery(MaintenanceServices services, CopyList copies, IReadOnlyList<DivergedCopy> mayDrop)
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
        foreach (var table in tables)
        {
            foreach (var lost in table.Partitions.Where(p => p.EffectiveLeader is null)) plan.Detail($"{table.Partition(lost.Pid)} has no leader");
        }

        foreach (var (copy, _) in await new DivergedCopies(services).Find(tables, CancellationToken.None))
        {
            if (!mayDrop.Any(c => c.Partition == copy.Partition && c.Tablet == copy.Tablet)) plan.Detail($"kept as it is, and not recovered: {copy.AtStake}");
        }

        return new RecoveryResult(tables.Sum(t => t.Partitions.Length), copies.Missing.Count, 0, 0, []);
    }

    private async Task<RecoveryResult> Execute(StepAttempt attempt)
    {
        var cancellationToken = attempt.CancellationToken;
        var failures = new ConcurrentDictionary<PartitionId, string>();
        var tables = await services.Client.Nameserver.ShowAllTables(cancellationToken);
        foreach (var (tablet, why) in copies.Silent) attempt.Note($"tablet {tablet} does not answer and its replicas are left alone: {why}");
        await Load(attempt, failures);

        var goals = (from table in tables
                     from partition in table.Partitions
                     let id = table.Partition(partition.Pid)
                     where !failures.ContainsKey(id)
                     select MoveGoal.AnyLeader(id, new TidPid(table.Tid, partition.Pid), table.StorageMode)).ToList();
        var led = await Lead(attempt, goals, failures);
        var rejoined = await Rejoin(attempt, tables, led, failures);
        var result = new RecoveryResult(goals.Count, copies.Missing.Count, led.Count, rejoined, [.. failures.Select(f => $"{f.Key}: {f.Value}").Order(StringComparer.Ordinal)]);
        foreach (var failure in result.Failures) attempt.Note(failure);
        if (result.Failures.Count > 0)
            throw new MoveRefusedException($"{result.Failures.Count} of {result.Partitions} partitions could not be recovered: {string.Join("; ", result.Failures.Take(10))}");
        return result;
    }

    private async Task Load(StepAttempt attempt, ConcurrentDictionary<PartitionId, string> failures) =>
        await Task.WhenAll(copies.Missing.GroupBy(m => m.Tablet).Select(async group =>
        {
            foreach (var part in group.Select(m => m.Replica).GroupBy(r => r.Alone).Select(g => g.ToList()))
            {
                try
                {
                    await new Loading(services, group.Key, part).Execute(attempt);
                }
                catch (LoneCopiesException e)
                {
                    foreach (var (partition, why) in e.Lost) failures[partition] = why;
                }
                catch (OpenMldbException e)
                {
                    foreach (var replica in part.Where(r => r.Alone)) failures[replica.Partition] = e.Message;
                    attempt.Note($"loading on {group.Key}: {e.Message}");
                }
            }
        }));

    /// <summary>Returns the partitions that had to be given their leader.</summary>
    private async Task<IReadOnlySet<PartitionId>> Lead(StepAttempt attempt, List<MoveGoal> goals, ConcurrentDictionary<PartitionId, string> failures)
    {
        var led = new ConcurrentBag<PartitionId>();
        var leading = new Leading(services);
        await Task.WhenAll((await leading.Leaderless(goals, attempt.CancellationToken)).GroupBy(g => g.Partition.Pid % (uint)services.Options.OpLists).Select(async list =>
        {
            foreach (var goal in list)
            {
                if (await Attempt(() => leading.SettleOne(attempt, goal), goal.Partition, failures)) led.Add(goal.Partition);
            }
        }));
        return led.ToHashSet();
    }

    private async Task<int> Rejoin(
        StepAttempt attempt, IEnumerable<TableInfo> before, IReadOnlySet<PartitionId> led, ConcurrentDictionary<PartitionId, string> failures)
    {
        var tables = await services.Client.Nameserver.ShowAllTables(attempt.CancellationToken);
        var silent = copies.Silent.Select(s => s.Tablet).ToHashSet();
        var were = before.SelectMany(t => t.Partitions.Select(p => (Id: t.Partition(p.Pid), p))).ToDictionary(e => e.Id, e => e.p);
        var shared = (from table in tables
                      from partition in table.Partitions
                      from replica in partition.Replicas
                      where partition.Replicas.Length > 1 && partition.EffectiveLeader is { } leader && leader.Endpoint != replica.Endpoint
                      let id = table.Partition(partition.Pid)
                      where !failures.ContainsKey(id) && !silent.Contains(replica.Endpoint)
                      select new ReplicaRef(id, new TidPid(table.Tid, partition.Pid), table.StorageMode, replica.Endpoint)
                      {
                          KnownTerm = led.Contains(id) ? KnownTerm(were.GetValueOrDefault(id), replica.Endpoint) : null,
                      }).ToList();
        var result = await new Rejoining(services, shared) { Failures = failures, MayDrop = mayDrop.Select(c => (c.Partition, c.Tablet)).ToHashSet() }.Execute(attempt);
        return result.Replicas - failures.Count;
    }

    /// <summary>
    /// Copies that were alive followed one leader, or led, in the newest term, and have written nothing since: where this run chose the leader by what they
    /// have, each is the beginning of the longest.
    /// </summary>
    private static ulong? KnownTerm(TablePartition? was, Endpoint tablet) => was?.ReplicaOn(tablet) is { IsAlive: true } ? was.LastTerm : null;

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
}
