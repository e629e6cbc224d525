using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class FencedMove
{
    /// <summary>
    /// Gives the partition a leader, forward or back, whichever the state allows: a hung op is cancelled, the successor is kept if it leads already or may
    /// still be promoted by a request of ours, else the copy that has everything leads again. A partition that was not touched and is led is left alone.
    /// </summary>
    private async Task Settle(StepAttempt attempt, Exception? because, CancellationToken cancellationToken)
    {
        var asIs = MoveGoal.AnyLeader(goal.Partition, goal.TidPid, goal.StorageMode);
        PartitionView? view = null;
        Exception? last = because;
        while (true)
        {
            if (!attempt.MayPutBack) throw new MoveRefusedException($"{goal.Partition} is left as it is: another process carries this run on", last ?? new InvalidOperationException("the run was taken over"));
            try
            {
                view = await _look.Look(goal.Partition, goal.TidPid, cancellationToken);
                if (!_touched && IsLed(view)) return;
                var healthy = await _look.Healthy(cancellationToken);
                switch (MoveDecision.Next(view, asIs, healthy, leaders, ulong.MaxValue))
                {
                    case MoveAction.Done done:
                        await UnpauseAfterCancel(done.Leader, cancellationToken);
                        return;
                    case MoveAction.AwaitOp wait when IsLed(view) && wait.Op.Type != OpType.ChangeLeader:
                        return; // It has its leader, and the op is not one of a move.
                    case MoveAction.AwaitOp wait when !IsStuck():
                        attempt.Waiting($"waits for {wait.Op} of {goal.Partition} to end");
                        break;
                    case MoveAction.AwaitOp wait:
                        attempt.Waiting($"waits for {wait.Op} to be cancelled, so that {goal.Partition} gets its leader back");
                        await Cancel(wait.Op, cancellationToken);
                        break;
                    case MoveAction.Demote demote:
                        await Demote(demote.Tablet, cancellationToken);
                        break;
                    case MoveAction.Reinstate reinstate:
                        await Reinstate(attempt, view, reinstate.Tablet, cancellationToken);
                        break;
                    case MoveAction.Promote when MayGoBack && view.Copies.FirstOrDefault(c => c is { Sound: true, Entry.IsLeader: true } && c.Offset == view.MaxOffset) is { } former:
                        await Reinstate(attempt, view, former.Tablet, cancellationToken);
                        break;
                    case MoveAction.Promote promote:
                        await HandOver(attempt, SameAgain(view) ?? promote.Candidate);
                        break;
                    case MoveAction.Retire or MoveAction.Refuse when view.Entry.EffectiveLeader is not null && because is not null:
                        return; // Whatever is wrong was not begun here.
                    case MoveAction.Refuse refuse:
                        last = new MoveRefusedException(refuse.Reason);
                        break;
                }
            }
            catch (OpenMldbException e)
            {
                last = e;
            }
            catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
            {
                throw new MoveRefusedException($"{goal.Partition} is without a leader and could not be given one: {last?.Message} ({view})", last ?? e);
            }

            try
            {
                await Task.Delay(Poll, attempt.Time, cancellationToken);
            }
            catch (OperationCanceledException e)
            {
                throw new MoveRefusedException($"{goal.Partition} is without a leader and could not be given one: {last?.Message} ({view})", last ?? e);
            }
        }
    }

    private static bool IsLed(PartitionView view) =>
        view.Entry.EffectiveLeader is { } leader && view.On(leader.Endpoint) is { Sound: true, Status.Mode: TableMode.Leader };

    /// <summary>The candidate that was asked for without an answer, while it still has everything.</summary>
    private Endpoint? SameAgain(PartitionView view) =>
        MayStillArrive && view.On(_unanswered!.Value.Candidate) is { Sound: true } copy && copy.Offset == view.MaxOffset ? copy.Tablet : null;

    /// <summary>An op has held up a partition without a leader for as long as a fence may last.</summary>
    private bool IsStuck()
    {
        _stuck ??= services.Time.GetTimestamp();
        return services.Time.GetElapsedTime(_stuck.Value) > _options.LongestFence;
    }

    /// <summary>An op that copies data pauses its leader's snapshots, and one that is cancelled leaves them so.</summary>
    private async Task UnpauseAfterCancel(Endpoint leader, CancellationToken cancellationToken)
    {
        if (!_cancelled) return;
        var tablet = await services.Client.Tablet(leader, cancellationToken);
        if (await tablet.GetTableStatus(goal.TidPid, cancellationToken) is { State: TableState.SnapshotPaused })
            await tablet.RecoverSnapshot(goal.TidPid, goal.StorageMode, cancellationToken);
    }

    private async Task Cancel(OpInfo op, CancellationToken cancellationToken)
    {
        try
        {
            _cancelled |= op.Type != OpType.ChangeLeader;
            await services.Client.Nameserver.CancelOp(op.Id, cancellationToken);
        }
        catch (RefusedByClusterException e) when (e.Code == ReturnCode.OpStatusIsNotKdoingOrKinited)
        {
            // It ended meanwhile; the next look shows how.
        }
    }
}
