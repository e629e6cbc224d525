using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class TabletSteps
{
    /// <summary>Marks all replicas on the tablet not alive, having seen that it leads nothing but what people agreed to be away.</summary>
    /// <param name="mayBeAway">Partitions that exist on this tablet alone and that the run may leave without a leader meanwhile.</param>
    public StepDefinition<OutOfService> TakeOutOfService(OutOfService planned, IReadOnlySet<PartitionId> mayBeAway) => new()
    {
        Name = "take out of service",
        Description = $"mark the replicas on tablet {tablet} not alive",
        Execute = async attempt =>
        {
            var cancellationToken = attempt.CancellationToken;
            await AutoFailoverHold.KeepOff(services.Client, attempt, cancellationToken);
            var node = await services.Client.Directory.FindTablet(tablet, cancellationToken)
                ?? throw new InvalidOperationException($"tablet {tablet} is not registered in ZooKeeper");
            var tables = await services.Client.Nameserver.ShowAllTables(cancellationToken);
            var replicas = await Replicas(tables, cancellationToken);
            RefuseIfLeading(tables, mayBeAway, await LedByTablet(cancellationToken));
            var underMon = await Process.IsUnderMon(cancellationToken);
            await MarkNotAlive(tables, cancellationToken);
            return new OutOfService(node, replicas) { UnderMon = underMon };
        },
        Probe = LookAgain<OutOfService>,
        Plan = _ => Task.FromResult(planned),
        Report = stopped => $"{stopped.Replicas.Count} replicas on {tablet} are out of service",
    };

    /// <summary>Asked once more directly before the process ends.</summary>
    private async Task RefuseIfLeading(StepAttempt attempt, IReadOnlySet<PartitionId> mayBeAway)
    {
        if (!await Process.IsRunning(attempt.CancellationToken)) return;
        var tables = await services.Client.Nameserver.ShowAllTables(attempt.CancellationToken);
        RefuseIfLeading(tables, mayBeAway, await LedByTablet(attempt.CancellationToken));
    }

    private void RefuseIfLeading(IEnumerable<TableInfo> tables, IReadOnlySet<PartitionId> mayBeAway, HashSet<TidPid> byTablet)
    {
        var leads = (
            from table in tables
            from partition in table.Partitions
            where partition.ReplicaOn(tablet) is not null && !(partition.Replicas.Length == 1 && mayBeAway.Contains(table.Partition(partition.Pid)))
            where partition.EffectiveLeader?.Endpoint == tablet || byTablet.Contains(new TidPid(table.Tid, partition.Pid))
            select table.Partition(partition.Pid)).ToList();
        if (leads.Count > 0)
            throw new InvalidOperationException($"tablet {tablet} still leads {leads.Count} partitions, among them {leads[0]}; it is not stopped");
    }

    private async Task<HashSet<TidPid>> LedByTablet(CancellationToken cancellationToken)
    {
        var client = await services.Client.Tablet(tablet, cancellationToken);
        return [.. (await client.GetTableStatus(cancellationToken)).Where(s => s.Mode != TableMode.Follower).Select(s => s.Id)];
    }

    private async Task<IReadOnlyList<StoppedReplica>> Replicas(IEnumerable<TableInfo> tables, CancellationToken cancellationToken)
    {
        var client = await services.Client.Tablet(tablet, cancellationToken);
        var loaded = (await client.GetTableStatus(cancellationToken)).ToDictionary(s => s.Id);
        return [..
            from table in tables
            from partition in table.Partitions
            where partition.ReplicaOn(tablet) is not null
            let id = new TidPid(table.Tid, partition.Pid)
            select new StoppedReplica(
                table.Partition(partition.Pid),
                id,
                table.SegmentCount,
                table.StorageMode,
                partition.LastTerm ?? 0,
                loaded.TryGetValue(id, out var status) && status.Offset is { } offset
                    ? offset
                    : throw new InvalidOperationException($"{table.Partition(partition.Pid)} is not loaded on {tablet} as it should be"),
                partition.Replicas.Length == 1)];
    }

    private async Task MarkNotAlive(IEnumerable<TableInfo> tables, CancellationToken cancellationToken)
    {
        var here = tables.Where(t => t.Partitions.Any(p => p.ReplicaOn(tablet) is { IsAlive: true }));
        await Parallel.ForEachAsync(here, cancellationToken, async (table, token) => await Try.Repeatedly(
            t => services.Client.Nameserver.UpdateTableAliveStatus(table.Id, tablet, false, t),
            async t => (await services.Client.Nameserver.ShowTable(table.Id, t))?.Partitions.All(p => p.ReplicaOn(tablet) is not { IsAlive: true }) == true,
            services.Time,
            token));
    }

    public StepDefinition<LoadResult> Load(IReadOnlyList<StoppedReplica> replicas) => new()
    {
        Name = "load",
        Description = $"load {replicas.Count} partitions on tablet {tablet}",
        ByHand = services.ByHand.Recover(tablet),
        Deadline = _options.CatchUpDeadline,
        Execute = attempt => new Loading(services, tablet, replicas).Execute(attempt),
        Probe = LookAgain<LoadResult>,
        Plan = _ => Task.FromResult(new LoadResult(0, replicas.Count, [])),
        Report = result => result.Failed.Count == 0 ? $"{tablet} has loaded {result.Loaded} partitions" : $"{tablet}: {result.Failed.Count} partitions did not load and are copied anew",
    };

    /// <summary>
    /// Gives partitions that have none their leader, then brings every shared replica on the tablet back as alive follower, and sees that the nameserver reaches
    /// the tablet: what comes next asks it to move leaders there.
    /// </summary>
    /// <param name="wasAway">False: it was never stopped, so that replicas which are alive followers were not touched and need not catch up.</param>
    public StepDefinition<RejoinResult> CatchUp(IReadOnlyList<StoppedReplica> replicas, bool wasAway) => new()
    {
        Name = "catch up",
        Description = $"let {replicas.Count} partitions on tablet {tablet} catch up",
        ByHand = services.ByHand.Recover(tablet),
        Deadline = _options.CatchUpDeadline,
        Execute = async attempt =>
        {
            await new Leading(services).Settle(attempt, [.. replicas.Select(r => MoveGoal.AnyLeader(r.Partition, r.TidPid, r.StorageMode))]);
            var ledElsewhere = replicas.Any(r => r.Alone) ? await LedElsewhere(attempt.CancellationToken) : [];
            var shared = replicas.Where(r => !r.Alone || ledElsewhere.Contains(r.Partition)).Select(r => new ReplicaRef(r.Partition, r.TidPid, r.StorageMode, tablet) { KnownTerm = r.Term });
            var rejoined = await new Rejoining(services, [.. shared]) { LeaveAliveAlone = !wasAway }.Execute(attempt);
            if (wasAway) await new NameserverReach(services, tablet).Wait(attempt);
            return rejoined;
        },
        Probe = LookAgain<RejoinResult>,
        Plan = _ => Task.FromResult(new RejoinResult(replicas.Count, [])),
        Report = result => $"{tablet} has caught up with {result.Replicas} partitions" + (result.ByOp.Count > 0 ? $", {result.ByOp.Count} of them copied by the nameserver" : ""),
    };

    /// <summary>Also a partition that this tablet had alone, once it was given another replica and its leader moved there.</summary>
    private async Task<HashSet<PartitionId>> LedElsewhere(CancellationToken cancellationToken) =>
    [..
        from table in await services.Client.Nameserver.ShowAllTables(cancellationToken)
        from partition in table.Partitions
        where partition.EffectiveLeader is { } leader && leader.Endpoint != tablet
        select table.Partition(partition.Pid)];

    public StepDefinition<RejoinResult> Rejoin(string name, string description, IReadOnlyList<ReplicaRef> replicas) => new()
    {
        Name = name,
        Description = description,
        ByHand = services.ByHand.Recover(replicas.Select(replica => replica.Tablet)),
        Deadline = _options.CatchUpDeadline,
        Execute = attempt => new Rejoining(services, replicas).Execute(attempt),
        Probe = LookAgain<RejoinResult>,
        Plan = _ => Task.FromResult(new RejoinResult(replicas.Count, [])),
        Report = result => result.ByOp.Count > 0 ? $"{result.ByOp.Count} of {result.Replicas} replicas were recovered by the nameserver" : null,
    };
}
