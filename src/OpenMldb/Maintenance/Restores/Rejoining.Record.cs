using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class Rejoining
{
    /// <summary>
    /// Records those that caught up as alive followers; a whole table in one call where all of its replicas on the tablet are back. An edit replaces a whole entry:
    /// entries are edited one after another, and never while the nameserver works on a replica of the same partition for this run.
    /// </summary>
    private async Task Record(CancellationToken cancellationToken)
    {
        var ready = _states.Where(s => s.Phase == RejoinPhase.CaughtUp).ToList();
        foreach (var group in ready.GroupBy(s => (s.Replica.Partition.TableId, s.Replica.Tablet)))
        {
            var states = group.ToDictionary(s => s.Replica.Partition.Pid);
            if (states.Count < 2 || !IsWholeTable(await services.Client.Nameserver.ShowTable(group.Key.TableId, cancellationToken), group.Key.Tablet, states)) continue;
            await services.Client.Nameserver.UpdateTableAliveStatus(group.Key.TableId, group.Key.Tablet, true, cancellationToken);
            foreach (var state in states.Values) state.Become(RejoinPhase.Done);
        }

        var underOp = _states.Where(s => s.Phase == RejoinPhase.UnderOp).Select(s => s.Replica.Partition).ToHashSet();
        var single = ready.Where(s => s.Phase == RejoinPhase.CaughtUp && !underOp.Contains(s.Replica.Partition)).GroupBy(s => s.Replica.Partition);
        await Parallel.ForEachAsync(
            single,
            new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                foreach (var state in partition) await OrFail(state, () => RecordOne(state, token));
            });
    }

    /// <summary>Every replica of the table on that tablet is ready, and a follower of the leader that it caught up with, by the record as it is now.</summary>
    private static bool IsWholeTable(TableInfo? table, Endpoint tablet, Dictionary<uint, RejoinState> ready) =>
        table?.Partitions.All(partition => partition.ReplicaOn(tablet) is not { } recorded
            || (!recorded.IsLeader && ready.TryGetValue(partition.Pid, out var state) && partition.EffectiveLeader?.Endpoint == state.Leader)) == true;

    /// <summary>Sees once more that the record says of every replica what it should: other people may have written to it meanwhile.</summary>
    private async Task CheckRecord(CancellationToken cancellationToken)
    {
        if (_states.Count == 0) return;
        var tables = (await services.Client.Nameserver.ShowAllTables(cancellationToken)).ToDictionary(t => t.Id);
        foreach (var state in _states)
        {
            var replica = state.Replica;
            if (Failures?.ContainsKey(replica.Partition) == true) continue;
            var entry = tables.GetValueOrDefault(replica.Partition.TableId)?.Partitions.FirstOrDefault(p => p.Pid == replica.Partition.Pid);
            if (entry?.ReplicaOn(replica.Tablet) is not { } recorded || recorded is { IsAlive: true, IsLeader: false }) continue;
            if (entry.EffectiveLeader?.Endpoint == replica.Tablet && state.Leader == replica.Tablet) continue;
            await OrFail(state, () => throw new MoveRefusedException($"{replica} caught up and is recorded as {recorded}; somebody else changed the record at the same time"));
        }
    }

    private async Task RecordOne(RejoinState state, CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        var entry = await _look.Entry(replica.Partition, cancellationToken);
        if (entry.ReplicaOn(replica.Tablet) is not { } recorded || entry.EffectiveLeader?.Endpoint != state.Leader)
            throw new MoveRefusedException($"the record of {replica.Partition} changed while {replica.Tablet} caught up");
        if (recorded.IsLeader)
        {
            await EditRecord(state, cancellationToken);
            return;
        }

        if (!recorded.IsAlive) await MarkAlive(replica, true, cancellationToken);
        state.Become(RejoinPhase.Done);
    }

    /// <summary>
    /// Takes back the leader flag of a former leader. Nothing else writes to this entry while auto_failover is off and no op works on the partition; the
    /// entry is read directly before and compared directly after.
    /// </summary>
    private async Task EditRecord(RejoinState state, CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        if (!(await services.Ops.Unfinished(replica.Partition, cancellationToken)).IsEmpty) return; // Tried again with the next poll.

        var entry = await _look.Entry(replica.Partition, cancellationToken);
        if (entry.ReplicaOn(replica.Tablet) is not { } former || entry.EffectiveLeader?.Endpoint != state.Leader)
            throw new MoveRefusedException($"the record of {replica.Partition} changed while {replica.Tablet} caught up");
        var follower = new Replica(former.Endpoint, false, true, former.Offset, former.Records, former.RecordBytes, former.TabletHasPartition);
        var wanted = entry with { Replicas = entry.Replicas.Replace(former, follower) };
        try
        {
            await services.Client.Nameserver.SetTablePartition(replica.Partition.TableId, wanted, cancellationToken);
        }
        catch (Exception e) when (e is RefusedByClusterException or WrongRequestException or OutcomeUnknownException)
        {
            state.Become(RejoinPhase.NeedsOp, $"its record could not be edited: {e.Message}");
        }

        var now = await _look.Entry(replica.Partition, cancellationToken);
        if (RecordIs(now, wanted)) state.Become(RejoinPhase.Done);
        else if (state.Phase != RejoinPhase.NeedsOp)
            throw new MoveRefusedException($"the record of {replica.Partition} was edited and reads differently; somebody else changes it at the same time");
    }

    private static bool RecordIs(TablePartition now, TablePartition wanted) =>
        now.Terms.SequenceEqual(wanted.Terms)
        && now.Replicas.Select(Facts).SequenceEqual(wanted.Replicas.Select(Facts));

    private static (string Tablet, bool IsLeader, bool IsAlive) Facts(Replica replica) => (replica.Endpoint.ToString(), replica.IsLeader, replica.IsAlive);

    private Task MarkAlive(ReplicaRef replica, bool alive, CancellationToken cancellationToken) =>
        Try.Repeatedly(
            token => services.Client.Nameserver.UpdateTableAliveStatus(replica.Partition, replica.Tablet, alive, token),
            async token => (await _look.Entry(replica.Partition, token)).ReplicaOn(replica.Tablet)?.IsAlive == alive,
            services.Time,
            cancellationToken);
}
