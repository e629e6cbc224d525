using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class FencedMove
{
    /// <summary>Lets the nameserver promote the candidate and sees it in the record. False: it did not, and no op is left that still could.</summary>
    private async Task<bool> ChangeLeader(StepAttempt attempt, Endpoint candidate, CancellationToken cancellationToken)
    {
        var asked = attempt.Time.GetTimestamp();
        try
        {
            await services.Client.Nameserver.ChangeLeader(goal.Partition, candidate, cancellationToken);
        }
        catch (OutcomeUnknownException e)
        {
            attempt.Note($"the answer to ChangeLeader was lost, the state decides: {e.Message}");
        }
        catch (RefusedByClusterException e)
        {
            attempt.Note($"ChangeLeader was refused: {e.Message}");
        }

        for (var poll = 0; ; poll++)
        {
            var entry = await _look.Entry(goal.Partition, cancellationToken);
            if (entry.EffectiveLeader is { } leader) return leader.Endpoint == candidate;
            await Task.Delay(TimeSpan.FromMilliseconds(poll < 20 ? 3 : 25), attempt.Time, cancellationToken);
            if (poll % 20 == 19 && (await services.Ops.Unfinished(goal.Partition, cancellationToken)).IsEmpty
                && attempt.Time.GetElapsedTime(asked) > TimeSpan.FromMilliseconds(400))
                return (await _look.Entry(goal.Partition, cancellationToken)).EffectiveLeader?.Endpoint == candidate;
        }
    }

    /// <summary>
    /// Gives the partition a leader, forward or back, whichever the state allows: a hung op is cancelled, the successor is kept if it leads already, else
    /// the copy that has everything leads again.
    /// </summary>
    private async Task Settle(StepAttempt attempt, Exception? because, CancellationToken cancellationToken)
    {
        var asIs = MoveGoal.AnyLeader(goal.Partition, goal.TidPid, goal.StorageMode);
        PartitionView? view = null;
        Exception? last = because;
        while (true)
        {
            try
            {
                view = await _look.Look(goal.Partition, goal.TidPid, cancellationToken);
                var healthy = await _look.Healthy(cancellationToken);
                switch (MoveDecision.Next(view, asIs, healthy, leaders, ulong.MaxValue))
                {
                    case MoveAction.Done:
                        return;
                    case MoveAction.AwaitOp wait:
                        attempt.Waiting($"waits for {wait.Op} to be cancelled, so that {goal.Partition} gets its leader back");
                        await Cancel(wait.Op, cancellationToken);
                        break;
                    case MoveAction.Demote demote:
                        await Demote(demote.Tablet, cancellationToken);
                        break;
                    case MoveAction.Reinstate reinstate:
                        await Reinstate(view, reinstate.Tablet, cancellationToken);
                        break;
                    case MoveAction.Promote when view.Copies.FirstOrDefault(c => c is { Sound: true, Entry.IsLeader: true } && c.Offset == view.MaxOffset) is { } former:
                        await Reinstate(view, former.Tablet, cancellationToken);
                        break;
                    case MoveAction.Promote promote:
                        await ChangeLeader(attempt, promote.Candidate, cancellationToken);
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

    /// <summary>
    /// Makes a former leader lead again, with its followers and a term that none of them is past (a leader change that failed half-way has raised
    /// their terms, and they refuse a lower one).
    /// </summary>
    private async Task Reinstate(PartitionView view, Endpoint tablet, CancellationToken cancellationToken)
    {
        var leader = await services.Client.Tablet(tablet, cancellationToken);
        var followers = view.Copies.Where(c => c.Tablet != tablet && c.Sound && c.Entry.IsAlive).Select(c => c.Tablet).ToList();
        var term = view.Entry.LastTerm ?? 0;
        foreach (var copy in followers.Append(tablet))
        {
            var pair = await (await services.Client.Tablet(copy, cancellationToken)).GetTermPair(goal.TidPid, goal.StorageMode, cancellationToken);
            term = Math.Max(term, pair.Term);
        }

        await Try.Repeatedly(
            token => leader.ChangeRole(new ChangeRole(goal.TidPid, TableMode.Leader, term, [.. followers]), token),
            async token => await leader.GetTableStatus(goal.TidPid, token) is { Mode: TableMode.Leader },
            services.Time,
            cancellationToken);
        await MarkAlive(tablet, true, cancellationToken);
    }

    private async Task Cancel(OpInfo op, CancellationToken cancellationToken)
    {
        try
        {
            await services.Client.Nameserver.CancelOp(op.Id, cancellationToken);
        }
        catch (RefusedByClusterException e) when (e.Code == ReturnCode.OpStatusIsNotKdoingOrKinited)
        {
            // It ended meanwhile; the next look shows how.
        }
    }
}
