using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class Rejoining
{
    private async Task Prepare(
        StepAttempt attempt,
        RejoinState state,
        Dictionary<TableId, TableInfo> tables,
        Dictionary<Endpoint, Dictionary<TidPid, TableStatus>> loaded,
        CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        var entry = tables.GetValueOrDefault(replica.Partition.TableId)?.Partitions.FirstOrDefault(p => p.Pid == replica.Partition.Pid);
        if (entry?.ReplicaOn(replica.Tablet) is not { } recorded)
        {
            attempt.Note($"{replica} is not in the record any more");
            state.Become(RejoinPhase.Done);
            return;
        }

        if (entry.EffectiveLeader is not { } leader) throw new MoveRefusedException($"{replica.Partition} has no leader to follow");
        state.Leader = leader.Endpoint;
        if (leader.Endpoint == replica.Tablet)
        {
            state.Become(RejoinPhase.Done);
            return;
        }

        if (loaded[replica.Tablet].TryGetValue(replica.TidPid, out var status) && status.Serves)
            await Link(attempt, state, entry, recorded, status, cancellationToken);
        else if (recorded.IsLeader && replica.KnownTerm is null)
            throw new MoveRefusedException($"{replica} led before and is not loaded, so that nobody can tell what it has that {state.Leader} lacks; people must look at it first");
        else
            state.Become(RejoinPhase.NeedsOp, "it is not loaded");
    }

    private async Task Link(
        StepAttempt attempt, RejoinState state, TablePartition entry, Replica recorded, TableStatus status, CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        var leader = await services.Client.Tablet(state.Leader, cancellationToken);
        var tablet = await services.Client.Tablet(replica.Tablet, cancellationToken);
        if (status.Mode == TableMode.Leader)
            await tablet.ChangeRole(new ChangeRole(replica.TidPid, TableMode.Follower, null, []), cancellationToken);
        else if ((await leader.GetTableFollower(replica.TidPid, cancellationToken)).LagOf(replica.Tablet) is not null)
        {
            if (recorded is { IsAlive: true, IsLeader: false })
            {
                state.Become(LeaveAliveAlone ? RejoinPhase.Done : RejoinPhase.Linked, now: attempt.Time.GetTimestamp());
                return;
            }

            // Whose link that is, and whether the copy was loaded anew below it, is not known: a new one begins at the copy's own end.
            await LinkCut.Run(services, leader, replica.TidPid, replica.Tablet, cancellationToken);
        }

        var log = await CopyLog.Read(services.Client, replica, entry, state.Leader, cancellationToken);
        var snapshot = await leader.GetManifest(replica.TidPid, replica.StorageMode, cancellationToken);
        if (MustBeKept(log, recorded) is { } reason) throw new MoveRefusedException(reason);
        if (log.Fit != LogFit.Beginning) state.Become(RejoinPhase.NeedsOp, $"its term {log.Term} and offset {log.End} do not continue the leader's log");
        else if (log.End < snapshot.Offset) state.Become(RejoinPhase.NeedsOp, $"it ends at {log.End} and its leader's binlog may begin at {snapshot.Offset}");
        else if (recorded.IsLeader && _options.Rejoin == RejoinMethod.RecoverTable) state.Become(RejoinPhase.NeedsOp, "it led before");
        else if (recorded.IsLeader && entry.HasRemoteReplicas) state.Become(RejoinPhase.NeedsOp, "the partition has remote replicas");
        else
        {
            await Try.Repeatedly(
                token => leader.AddReplica(replica.TidPid, replica.Tablet, token),
                async token => (await leader.GetTableFollower(replica.TidPid, token)).LagOf(replica.Tablet) is not null,
                services.Time,
                cancellationToken);
            state.Become(RejoinPhase.Linked, now: attempt.Time.GetTimestamp());
        }
    }

    /// <summary>Why the copy may not be dropped, which is what the nameserver's op would do; null when it may, or need not be.</summary>
    private string? MustBeKept(CopyLog log, Replica recorded)
    {
        if (log is { Fit: LogFit.Diverged, NameserverTrustsIt: true })
            return $"{log.AtStake}, and the nameserver would link it as it is; people must remove that replica, or let it lead";
        if (MayDrop.Contains((log.Replica.Partition, log.Replica.Tablet)) || log.Fit == LogFit.Beginning || (log.Fit == LogFit.Unknown && !recorded.IsLeader)) return null;
        return $"{log.AtStake}; it is kept as it is, people must look at it before it is dropped";
    }
}
