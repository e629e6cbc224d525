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

        if (!loaded[replica.Tablet].TryGetValue(replica.TidPid, out var status) || !status.Serves)
            state.Become(RejoinPhase.NeedsOp, "it is not loaded");
        else
            await Link(attempt, state, entry, recorded, status, cancellationToken);
    }

    private async Task Link(
        StepAttempt attempt, RejoinState state, TablePartition entry, Replica recorded, TableStatus status, CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        var now = attempt.Time.GetTimestamp();
        var leader = await services.Client.Tablet(state.Leader, cancellationToken);
        var tablet = await services.Client.Tablet(replica.Tablet, cancellationToken);
        if (status.Mode == TableMode.Leader)
            await tablet.ChangeRole(new ChangeRole(replica.TidPid, TableMode.Follower, null, []), cancellationToken);
        else if ((await leader.GetTableFollower(replica.TidPid, cancellationToken)).LagOf(replica.Tablet) is not null)
        {
            state.Become(LeaveAliveAlone && recorded is { IsAlive: true, IsLeader: false } ? RejoinPhase.Done : RejoinPhase.Linked, now: now);
            return;
        }

        var pair = await tablet.GetTermPair(replica.TidPid, replica.StorageMode, cancellationToken);
        var snapshot = await leader.GetManifest(replica.TidPid, replica.StorageMode, cancellationToken);
        var prefix = await IsPrefix(replica, tablet, entry, pair, cancellationToken);
        if (!prefix && recorded.IsLeader && !mayDrop)
        {
            throw new MoveRefusedException(
                $"{replica} led until term {pair.Term} and ends at {pair.Offset}, where the record says that {state.Leader} took over earlier: recovering it would drop "
                + "records that nobody else has; people must look at it first");
        }

        if (!prefix) state.Become(RejoinPhase.NeedsOp, $"its term {pair.Term} and offset {pair.Offset} do not continue the leader's log");
        else if (pair.Offset < snapshot.Offset) state.Become(RejoinPhase.NeedsOp, $"it ends at {pair.Offset} and its leader's binlog may begin at {snapshot.Offset}");
        else if (recorded.IsLeader && _options.Rejoin == RejoinMethod.RecoverTable) state.Become(RejoinPhase.NeedsOp, "it led before");
        else if (recorded.IsLeader && entry.HasRemoteReplicas) state.Become(RejoinPhase.NeedsOp, "the partition has remote replicas");
        else
        {
            await Try.Repeatedly(
                token => leader.AddReplica(replica.TidPid, replica.Tablet, token),
                async token => (await leader.GetTableFollower(replica.TidPid, token)).LagOf(replica.Tablet) is not null,
                services.Time,
                cancellationToken);
            state.Become(RejoinPhase.Linked, now: now);
        }
    }

    private static async Task<bool> IsPrefix(ReplicaRef replica, ITablet tablet, TablePartition entry, TermPair pair, CancellationToken cancellationToken)
    {
        if (replica.KnownTerm is { } known && TermMatch.Continues(entry.Terms, known, pair.Offset)) return true;
        if (pair.Term != 0) return TermMatch.IsPrefix(entry.Terms, pair.Term, pair.Offset);
        if (replica.KnownTerm is not null) return false;

        // Loaded as follower and never linked: where there was ever only one leader, or its own snapshot is of the newest term, its records are that leader's.
        if (entry.Terms.Length <= 1) return true;
        var own = await tablet.GetManifest(replica.TidPid, replica.StorageMode, cancellationToken);
        return own.Term == entry.LastTerm;
    }
}
