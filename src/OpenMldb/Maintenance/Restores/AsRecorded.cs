using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Sees that everything is as the survey recorded it: leaders, followers, alive flags, copies loaded and fed, no op left behind.</summary>
internal sealed class AsRecorded(MaintenanceServices services, TabletSurvey survey)
{
    /// <summary>What was set right a moment ago may show a moment later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public StepDefinition<Nothing> Check() => new()
    {
        Name = "as before",
        Description = $"see the {survey.Partitions.Count} partitions of tablet {survey.Tablet} as they were",
        Deadline = TimeSpan.FromMinutes(2),
        MaySkip = true,
        Execute = Execute,
        Probe = _ => Task.FromResult<Probe<Nothing>>(new Probe<Nothing>.Run()),
        Plan = _ => Task.FromResult(Nothing.Value),
        Report = _ => $"tablet {survey.Tablet} leads {survey.Led.Count()} of {survey.Partitions.Count} partitions, as before",
    };

    /// <summary>What differs from the survey, as sentences.</summary>
    internal static IReadOnlyList<string> Differences(TabletSurvey survey, IEnumerable<TableInfo> tables)
    {
        var entries = tables
            .SelectMany(table => table.Partitions.Select(partition => (Id: table.Partition(partition.Pid), partition)))
            .ToDictionary(entry => entry.Id, entry => entry.partition);
        return [.. survey.Partitions.SelectMany(partition => Differences(survey.Tablet, partition, entries.GetValueOrDefault(partition.Id)))];
    }

    private static IEnumerable<string> Differences(Endpoint tablet, SurveyedPartition was, TablePartition? now)
    {
        if (now is null)
        {
            yield return $"{was.Id} is gone";
            yield break;
        }

        var expected = was.Others.Append(new SurveyedReplica(tablet, was.Led, true)).ToDictionary(r => r.Tablet);
        foreach (var replica in now.Replicas)
        {
            if (!expected.Remove(replica.Endpoint, out var before)) yield return $"{was.Id} has a replica on {replica.Endpoint}, which it had not";
            else if (replica.IsAlive != before.IsAlive) yield return $"{was.Id} on {replica.Endpoint} is {(replica.IsAlive ? "alive" : "not alive")}";
            else if (replica.IsLeader != before.IsLeader) yield return $"{was.Id} on {replica.Endpoint} is {(replica.IsLeader ? "leader" : "follower")}";
        }

        foreach (var missing in expected.Keys) yield return $"{was.Id} has no replica on {missing} any more";
    }

    private async Task<Nothing> Execute(StepAttempt attempt)
    {
        while (true)
        {
            var unfinished = (await services.Ops.Read(attempt.CancellationToken)).FirstOrDefault(op => op.IsUnfinished && op.Id > survey.LastOp);
            if (unfinished is null) break;
            attempt.Waiting($"waits for {unfinished} to end");
            await Task.Delay(TimeSpan.FromMilliseconds(250), attempt.Time, attempt.CancellationToken);
        }

        await DeleteFailedOps(attempt);
        var began = attempt.Time.GetTimestamp();
        while (true)
        {
            var differences = await Differences(attempt.CancellationToken);
            if (differences.Count == 0) return Nothing.Value;
            if (attempt.Time.GetElapsedTime(began) > Patience)
                throw new MoveRefusedException($"not everything is as it was: {string.Join("; ", differences.Take(10))}{(differences.Count > 10 ? $"; and {differences.Count - 10} more" : "")}");
            attempt.Waiting($"sees {differences.Count} differences, looks again: {differences[0]}");
            await Task.Delay(TimeSpan.FromMilliseconds(500), attempt.Time, attempt.CancellationToken);
        }
    }

    /// <summary>By the record, by the tablets' own accounts of what they have loaded, and by the leaders' of whom they replicate to.</summary>
    private async Task<IReadOnlyList<string>> Differences(CancellationToken cancellationToken)
    {
        var snapshot = await services.Client.Snapshots.Read(SurveyStep.Scope, cancellationToken);
        if (!snapshot.Tables.TryGet(out var tables)) return [$"the tables are not known: {snapshot.Tables.Reason}"];
        if (!snapshot.Tablets.IsKnown) return [$"the list of tablets is not known: {snapshot.Tablets.Reason}"];
        return [
            .. Differences(survey, tables),
            .. DrainObstacles.Faults(snapshot, survey.Tablet),
            .. await new ReplicationLinks(services).Faults(tables, survey.Tablet, cancellationToken),
        ];
    }

    /// <summary>Ops of this run that failed and were made up for: they would stand in the way of the next maintenance.</summary>
    private async Task DeleteFailedOps(StepAttempt attempt)
    {
        var partitions = survey.Partitions.Select(p => p.Id).ToHashSet();
        var failed = (await services.Client.Nameserver.ShowOpStatus(OpFilter.All, attempt.CancellationToken))
            .Where(op => op.Status == OpStatus.Failed && op.Id > survey.LastOp && partitions.Contains(op.Partition));
        foreach (var op in failed)
        {
            attempt.Note($"{op} was made up for and is deleted from the nameserver's list");
            try
            {
                await services.Client.Nameserver.DeleteOp(op.Id, attempt.CancellationToken);
            }
            catch (WrongRequestException e) when (e.IsUnsupported)
            {
                attempt.Note($"this nameserver cannot delete ops: {e.Message}");
                return;
            }
        }
    }
}
