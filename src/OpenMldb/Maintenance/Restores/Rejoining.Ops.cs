using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Operations;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class Rejoining
{
    private const int OpTries = 2;
    private const int MostRecoveries = 2;

    private async Task RecoverByOp(StepAttempt attempt, RejoinState state, OpLists lists, CancellationToken cancellationToken)
    {
        var replica = state.Replica;
        if (++state.Recoveries > MostRecoveries)
            throw new MoveRefusedException($"{replica} does not catch up, also after the nameserver recovered it {MostRecoveries} times: {state.Because}");
        attempt.Note($"{replica} is recovered by the nameserver: {state.Because}");
        OpOutcome? outcome = null;
        for (var tried = 0; tried < OpTries && outcome?.Succeeded != true; tried++)
            outcome = await lists.Run(replica.Partition, () => RunRecover(attempt, replica, cancellationToken), cancellationToken);
        if (outcome!.DroppedACopy) attempt.Note($"{replica}: the nameserver dropped the copy and sent all of it again");
        if (!outcome.Succeeded)
        {
            await UnpauseSnapshots(state, cancellationToken);
            throw new MoveRefusedException($"{replica} could not be recovered: {outcome.Sentence}");
        }

        // The op's end is no proof of catch-up: the offsets are.
        state.Become(RejoinPhase.Linked, state.Because, attempt.Time.GetTimestamp());
    }

    private async Task<OpOutcome> RunRecover(StepAttempt attempt, ReplicaRef replica, CancellationToken cancellationToken)
    {
        if ((await _look.Entry(replica.Partition, cancellationToken)).ReplicaOn(replica.Tablet) is { IsAlive: true })
            await MarkAlive(replica, false, cancellationToken);
        return await GuardedOp.Run(services, attempt, new OpRequest(
            OpType.RecoverTable,
            replica.Partition,
            token => services.Client.Nameserver.RecoverTable(replica.Partition, replica.Tablet, token))
        {
            Deadline = _options.CopyDeadline,
            AsWanted = async token => (await _look.Entry(replica.Partition, token)).ReplicaOn(replica.Tablet) is { IsAlive: true, IsLeader: false },
        }, cancellationToken);
    }

    /// <summary>A copy that failed half-way leaves the leader unable to make snapshots.</summary>
    private async Task UnpauseSnapshots(RejoinState state, CancellationToken cancellationToken)
    {
        var leader = await services.Client.Tablet(state.Leader, cancellationToken);
        if (await leader.GetTableStatus(state.Replica.TidPid, cancellationToken) is { State: TableState.SnapshotPaused })
            await leader.RecoverSnapshot(state.Replica.TidPid, state.Replica.StorageMode, cancellationToken);
    }
}
