using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Operations;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>A replica that exists only while the tablet is away. Journaled before it is made, so that exactly those are deleted again.</summary>
internal sealed record AddedReplica(PartitionId Partition, Endpoint Tablet);

/// <summary>Partitions that exist on one tablet alone get a second replica for the time it is away, and lose it afterwards.</summary>
internal sealed class SingleReplicas(MaintenanceServices services, TabletSurvey survey)
{
    private readonly PartitionLook _look = new(services.Client, services.Ops);

    public StepDefinition<IReadOnlyList<AddedReplica>> Choose() => new()
    {
        Name = "choose tablets",
        Description = $"choose tablets for {survey.Alone.Count()} partitions that only {survey.Tablet} has",
        Kind = StepKind.Observation,
        Execute = ChooseAll,
        Plan = _ => Task.FromResult<IReadOnlyList<AddedReplica>>([]),
    };

    public StepDefinition<IReadOnlyList<AddedReplica>> Add(IReadOnlyList<AddedReplica> chosen) => new()
    {
        Name = "add replicas",
        Description = $"add a replica elsewhere to {survey.Alone.Count()} partitions that only {survey.Tablet} has",
        Deadline = services.Options.CopyDeadline,
        Execute = attempt => AddAll(attempt, chosen),
        Probe = _ => Task.FromResult<Probe<IReadOnlyList<AddedReplica>>>(new Probe<IReadOnlyList<AddedReplica>>.Run()),
        Plan = _ => Task.FromResult<IReadOnlyList<AddedReplica>>([]),
        Report = added => added.Count == 0 ? null : $"added {added.Count} replicas: {string.Join(", ", added.Take(5).Select(a => $"{a.Partition} on {a.Tablet}"))}",
    };

    public StepDefinition<int> Delete(IReadOnlyList<AddedReplica> added) => new()
    {
        Name = "delete added replicas",
        Description = $"delete the replicas that were added while {survey.Tablet} was away",
        ByHand = services.ByHand.DeleteReplicas(added),
        Deadline = services.Options.CopyDeadline,
        Execute = attempt => DeleteAll(attempt, added),
        Probe = _ => Task.FromResult<Probe<int>>(new Probe<int>.Run()),
        Plan = _ => Task.FromResult(0),
        Report = deleted => deleted == 0 ? null : $"deleted {deleted} added replicas",
    };

    private async Task<IReadOnlyList<AddedReplica>> ChooseAll(StepAttempt attempt)
    {
        var cancellationToken = attempt.CancellationToken;
        var tables = await services.Client.Nameserver.ShowAllTables(cancellationToken);
        var load = (await _look.Healthy(cancellationToken)).Where(t => t != survey.Tablet).ToDictionary(t => t, _ => 0);
        if (load.Count == 0) throw new MoveRefusedException($"no healthy tablet is left to take the single replicas of {survey.Tablet}");
        foreach (var replica in tables.SelectMany(t => t.Partitions).SelectMany(p => p.Replicas).Where(r => load.ContainsKey(r.Endpoint)))
            load[replica.Endpoint]++;
        return [.. survey.Alone.Select(partition =>
        {
            var target = load.MinBy(t => (t.Value, t.Key)).Key;
            load[target]++;
            return new AddedReplica(partition.Id, target);
        })];
    }

    private async Task<IReadOnlyList<AddedReplica>> AddAll(StepAttempt attempt, IReadOnlyList<AddedReplica> chosen)
    {
        using var lists = new OpLists(services.Options with { OpLists = 1 }); // AddReplica always takes the first list.
        var partitions = survey.Alone.ToDictionary(p => p.Id);
        return [.. await Task.WhenAll(chosen.Select(
            added => lists.Run(added.Partition, () => AddOne(attempt, partitions[added.Partition], added, attempt.CancellationToken), attempt.CancellationToken)))];
    }

    private async Task<AddedReplica> AddOne(StepAttempt attempt, SurveyedPartition partition, AddedReplica added, CancellationToken cancellationToken)
    {
        var entry = await QuietEntry(attempt, partition);
        var strange = entry.Replicas.Select(r => r.Endpoint).Where(t => t != survey.Tablet && t != added.Tablet).ToList();
        if (strange.Count > 0) throw new MoveRefusedException($"{partition.Id} has a replica on {strange[0]} that it had not when this began, and that this run did not add");
        while (entry.ReplicaOn(added.Tablet) is null)
        {
            try
            {
                await AddByOp(attempt, partition, added.Tablet, cancellationToken);
            }
            catch (RefusedByClusterException there) when (there.Code == ReturnCode.PidAlreadyExists)
            {
                attempt.Note($"{partition.Id} had its replica on {added.Tablet} meanwhile: an op of before a crash made it");
            }

            entry = await QuietEntry(attempt, partition);
        }

        await new Rejoining(services, [new ReplicaRef(partition.Id, partition.TidPid, partition.StorageMode, added.Tablet)]).Execute(attempt);
        return added;
    }

    /// <summary>The record once no op changes it any more: the op of a run that was killed here may still be under way.</summary>
    private async Task<TablePartition> QuietEntry(StepAttempt attempt, SurveyedPartition partition)
    {
        while ((await services.Ops.Unfinished(partition.Id, attempt.CancellationToken)) is [var op, ..])
        {
            attempt.Waiting($"waits for {op} to end before {partition.Id} is touched");
            await Task.Delay(TimeSpan.FromMilliseconds(100), attempt.Time, attempt.CancellationToken);
        }

        return await _look.Entry(partition.Id, attempt.CancellationToken);
    }

    private async Task AddByOp(StepAttempt attempt, SurveyedPartition partition, Endpoint target, CancellationToken cancellationToken)
    {
        var outcome = await GuardedOp.Run(services, attempt, new OpRequest(
            OpType.AddReplica, partition.Id, token => services.Client.Nameserver.AddReplica(partition.Id, target, token))
        {
            Deadline = services.Options.CopyDeadline,
            AsWanted = async token => (await _look.Entry(partition.Id, token)).ReplicaOn(target) is { IsAlive: true },
        }, cancellationToken);
        if (outcome.Succeeded) return;
        await Unpause(partition, cancellationToken);
        throw new MoveRefusedException($"{partition.Id} did not get a replica on {target}: {outcome.Sentence}");
    }

    /// <summary>A copy that failed half-way leaves the leader unable to make snapshots.</summary>
    private async Task Unpause(SurveyedPartition partition, CancellationToken cancellationToken)
    {
        var leader = await services.Client.Tablet(survey.Tablet, cancellationToken);
        if (await leader.GetTableStatus(partition.TidPid, cancellationToken) is { State: TableState.SnapshotPaused })
            await leader.RecoverSnapshot(partition.TidPid, partition.StorageMode, cancellationToken);
    }

    /// <summary>Deletes what this run decided to add, as far as it came to be, and nothing else.</summary>
    private async Task<int> DeleteAll(StepAttempt attempt, IReadOnlyList<AddedReplica> added)
    {
        var deleted = 0;
        foreach (var partition in survey.Alone)
        {
            var entry = await QuietEntry(attempt, partition);
            foreach (var replica in entry.Replicas.Where(r => added.Contains(new AddedReplica(partition.Id, r.Endpoint))))
            {
                await DeleteOne(attempt, partition, replica, attempt.CancellationToken);
                deleted++;
            }

            await Unpause(partition, attempt.CancellationToken);
        }

        return deleted;
    }

    private async Task DeleteOne(StepAttempt attempt, SurveyedPartition partition, Replica replica, CancellationToken cancellationToken)
    {
        // The nameserver refuses to delete what it still records as a leader.
        if (replica.IsLeader)
            await new Rejoining(services, [new ReplicaRef(partition.Id, partition.TidPid, partition.StorageMode, replica.Endpoint)]).Execute(attempt);
        var outcome = await GuardedOp.Run(services, attempt, new OpRequest(
            OpType.DelReplica, partition.Id, token => services.Client.Nameserver.DelReplica(partition.Id, replica.Endpoint, token))
        {
            Deadline = services.Options.CopyDeadline,
            AsWanted = async token => (await _look.Entry(partition.Id, token)).ReplicaOn(replica.Endpoint) is null,
        }, cancellationToken);
        if (!outcome.Succeeded) throw new MoveRefusedException($"the added replica of {partition.Id} on {replica.Endpoint} was not deleted: {outcome.Sentence}");
    }
}
