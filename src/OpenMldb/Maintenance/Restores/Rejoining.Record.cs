using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class Rejoining
{
    /// <summary>Records those that caught up as alive followers; a whole table in one call where all of its replicas on the tablet are back.</summary>
    private async Task Record(Dictionary<TableId, TableInfo> tables, CancellationToken cancellationToken)
    {
        var ready = _states.Where(s => s.Phase == RejoinPhase.CaughtUp).ToList();
        foreach (var group in ready.GroupBy(s => (s.Replica.Partition.TableId, s.Replica.Tablet)))
        {
            if (group.Count() < 2 || !IsWholeTable(tables[group.Key.TableId], group.ToList())) continue;
            await services.Client.Nameserver.UpdateTableAliveStatus(group.Key.TableId, group.Key.Tablet, true, cancellationToken);
            foreach (var state in group) state.Become(RejoinPhase.Done);
        }

        await Each(ready.Where(s => s.Phase == RejoinPhase.CaughtUp), state => OrFail(state, () => RecordOne(state, cancellationToken)), cancellationToken);
    }

    /// <summary>Every replica of the table on that tablet is a follower by the record, and is ready or alive.</summary>
    private static bool IsWholeTable(TableInfo table, List<RejoinState> ready) => table.Partitions.All(partition =>
        partition.ReplicaOn(ready[0].Replica.Tablet) is not { } recorded
        || (!recorded.IsLeader && (recorded.IsAlive || ready.Any(s => s.Replica.Partition.Pid == partition.Pid))));

    private async Task RecordOne(RejoinState state, CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        var entry = await _look.Entry(replica.Partition, cancellationToken);
        if (entry.ReplicaOn(replica.Tablet) is not { } recorded || entry.EffectiveLeader?.Endpoint != state.Leader)
            throw new MoveRefusedException($"the record of {replica.Partition} changed while {replica.Tablet} caught up");
        if (recorded.IsLeader)
        {
            await EditRecord(state, entry, recorded, cancellationToken);
            return;
        }

        if (!recorded.IsAlive) await MarkAlive(replica, true, cancellationToken);
        state.Become(RejoinPhase.Done);
    }

    /// <summary>
    /// Takes back the leader flag of a former leader. Nothing else writes to this entry while auto_failover is off and no op works on the partition; the
    /// entry is read directly before and compared directly after.
    /// </summary>
    private async Task EditRecord(RejoinState state, TablePartition entry, Replica recorded, CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        if (!(await services.Ops.Unfinished(replica.Partition, cancellationToken)).IsEmpty) return; // Tried again with the next poll.

        var follower = new Replica(
            recorded.Endpoint, false, true, recorded.Offset, recorded.Records, recorded.RecordBytes, recorded.TabletHasPartition);
        entry = await _look.Entry(replica.Partition, cancellationToken);
        var wanted = entry with { Replicas = entry.Replicas.Replace(entry.ReplicaOn(replica.Tablet)!.Value, follower) };
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
