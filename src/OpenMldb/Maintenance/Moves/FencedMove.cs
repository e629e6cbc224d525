using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Brings the leadership of one partition where it should be, from wherever it stands, without losing an acknowledged write: the old leader is
/// made to refuse writes, its successor is seen to have everything, and only then is it promoted. On every failure in between the partition
/// gets a leader back before the failure is reported. The order is the one of docs/decisions/0010-fenced-leader-moves.md.
/// </summary>
/// <param name="leaders">Partitions led by each tablet, to choose candidates evenly.</param>
internal sealed partial class FencedMove(MaintenanceServices services, MoveGoal goal, Func<Endpoint, int> leaders)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private readonly PartitionLook _look = new(services.Client, services.Ops);
    private readonly MaintenanceOptions _options = services.Options;
    private int _tries;
    private int _failedOps;
    private long? _stuck;
    private bool _touched;
    private bool _cancelled;

    public async Task<LeaderMove> Execute(StepAttempt attempt)
    {
        try
        {
            await AutoFailoverHold.KeepOff(services.Client, attempt, attempt.CancellationToken);
            return await Converge(attempt, attempt.CancellationToken);
        }
        catch (MoveRefusedException) when (!_touched && goal.Tablet == default)
        {
            throw; // Asked to give it a leader, and it cannot be: nothing was begun that would have to be undone.
        }
        catch (Exception failure)
        {
            // Nothing may end with a partition that nobody leads, whatever cancelled or broke the work.
            using var bounded = new CancellationTokenSource(_options.UndoDeadline, attempt.Time);
            await Settle(attempt, failure, bounded.Token);
            throw;
        }
    }

    private async Task<LeaderMove> Converge(StepAttempt attempt, CancellationToken cancellationToken)
    {
        LeaderMove? moved = null;
        while (true)
        {
            var view = await _look.Look(goal.Partition, goal.TidPid, cancellationToken);
            var healthy = await _look.Healthy(cancellationToken);
            var next = MoveDecision.Next(view, goal, healthy, leaders, _options.LagBeforeMove);
            switch (next)
            {
                case MoveAction.Done done:
                    await UnpauseAfterCancel(done.Leader, cancellationToken);
                    return moved ?? Found(view, done.Leader);
                case MoveAction.AwaitOp wait:
                    await AwaitOp(attempt, view, wait.Op, cancellationToken);
                    break;
                case MoveAction.Demote demote:
                    attempt.Note($"{demote.Tablet} leads {goal.Partition} against the record and is demoted");
                    await Demote(demote.Tablet, cancellationToken);
                    break;
                case MoveAction.Reinstate reinstate:
                    await Reinstate(attempt, view, reinstate.Tablet, cancellationToken);
                    break;
                case MoveAction.Retire retire:
                    attempt.Note($"{retire.Tablet} lacks records of {goal.Partition} that another copy has and is not its leader any more");
                    await MarkAlive(retire.Tablet, false, cancellationToken);
                    break;
                case MoveAction.Promote promote:
                    moved = await PromoteFound(attempt, view, promote.Candidate, cancellationToken) ?? moved;
                    break;
                case MoveAction.Fence fence:
                    if (await Fence(attempt, view, fence, cancellationToken) is { } handedOver) return handedOver;
                    break;
                case MoveAction.Refuse refuse:
                    throw new MoveRefusedException(refuse.Reason);
            }
        }
    }

    /// <summary>Patient while the partition has a leader; an op that holds up a partition without one is given no longer than a fence.</summary>
    private async Task AwaitOp(StepAttempt attempt, PartitionView view, OpInfo op, CancellationToken cancellationToken)
    {
        attempt.Waiting($"waits for {op} to end before {goal.Partition} is touched");
        if (view.Entry.EffectiveLeader is null && IsStuck()) await Cancel(op, cancellationToken);

        await Task.Delay(Poll, attempt.Time, cancellationToken);
    }

    /// <summary>The move was done before, by a step that a crash cut off or by somebody else: proves it from what was left.</summary>
    private LeaderMove Found(PartitionView view, Endpoint leader)
    {
        var start = view.Entry.Terms.IsDefaultOrEmpty ? (TermOffset?)null : view.Entry.Terms[^1];
        var former = view.Copies.FirstOrDefault(c => c.Entry is { IsLeader: true, IsAlive: false } && c.Tablet != leader);
        var offset = view.On(leader)?.Offset ?? 0;
        if (former is null) return new LeaderMove(goal.Partition, leader, leader, start?.Term, start?.Term, offset, offset, start?.Offset, TimeSpan.Zero, 0, true);
        if (former.Offset is { } had && start is { } term && had >= term.Offset)
        {
            throw new MoveRefusedException(
                $"{former.Tablet} has records of {goal.Partition} up to {had} and {leader} leads since {term.Offset} without them; "
                + "do not recover that replica before people have looked at it");
        }

        var before = view.Entry.Terms.Length > 1 ? view.Entry.Terms[^2].Term : (ulong?)null;
        var proven = former.Offset is not null && start is not null;
        return new LeaderMove(
            goal.Partition, former.Tablet, leader, before, start?.Term, former.Offset ?? 0, former.Offset ?? 0, start?.Offset, TimeSpan.Zero, 1, proven);
    }

    private async Task<LeaderMove?> PromoteFound(StepAttempt attempt, PartitionView view, Endpoint candidate, CancellationToken cancellationToken)
    {
        var former = view.Copies.FirstOrDefault(c => c.Entry.IsLeader && c.Offset == view.MaxOffset) ?? view.On(candidate)!;
        var began = attempt.Time.GetTimestamp();
        if (!await HandOver(attempt, candidate))
        {
            if (++_failedOps < MostFailedOps) return null;
            throw new MoveRefusedException($"{goal.Partition} could not be given to {candidate}: the nameserver's leader change failed {_failedOps} times");
        }

        return await Prove(attempt, view, former.Tablet, candidate, view.MaxOffset, view.MaxOffset, began, cancellationToken);
    }

    private async Task Demote(Endpoint tablet, CancellationToken cancellationToken)
    {
        _touched = true;
        var client = await services.Client.Tablet(tablet, cancellationToken);
        await Try.Repeatedly(
            token => client.ChangeRole(new ChangeRole(goal.TidPid, TableMode.Follower, null, []), token),
            async token => await client.GetTableStatus(goal.TidPid, token) is { Mode: TableMode.Follower },
            services.Time,
            cancellationToken);
    }

    private Task MarkAlive(Endpoint tablet, bool alive, CancellationToken cancellationToken)
    {
        _touched = true;
        return Try.Repeatedly(
            token => services.Client.Nameserver.UpdateTableAliveStatus(goal.Partition, tablet, alive, token),
            async token => (await _look.Entry(goal.Partition, token)).ReplicaOn(tablet)?.IsAlive == alive,
            services.Time,
            cancellationToken);
    }
}
