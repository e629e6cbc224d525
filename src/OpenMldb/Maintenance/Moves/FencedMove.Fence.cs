using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class FencedMove
{
    /// <summary>How long a fenced leader and its candidate may take to show equal offsets.</summary>
    private static readonly TimeSpan Tail = TimeSpan.FromMilliseconds(120);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private const int MostFailedOps = 3;
    private static readonly TimeSpan LongestTail = TimeSpan.FromMilliseconds(800);

    /// <summary>One try. Null: nothing was moved, the leader leads again, and the next look decides.</summary>
    private async Task<LeaderMove?> Fence(StepAttempt attempt, PartitionView view, MoveAction.Fence fence, CancellationToken cancellationToken)
    {
        var from = await services.Client.Tablet(fence.Leader, cancellationToken);
        var to = await services.Client.Tablet(fence.Candidate, cancellationToken);
        await AwaitQuiet(attempt, from, to, cancellationToken);

        _tries++;
        _stuck = null;
        _definite = true;
        attempt.Waiting($"moves the leader of {goal.Partition} from {from.Endpoint} to {to.Endpoint}");
        var began = attempt.Time.GetTimestamp();
        using var longest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        longest.CancelAfter(_options.LongestFence);
        ulong? fencedAt = null;
        try
        {
            await MarkAlive(from.Endpoint, false, longest.Token);
            await AwaitEqual(from, to, longest.Token);
            var busy = services.Appends.QuietFor(from.Endpoint, goal.TidPid) < _options.RecentAppends;
            await Demote(from.Endpoint, longest.Token);
            fencedAt = await SameOffset(attempt, from, to, busy, longest.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            attempt.Note($"the move of {goal.Partition} to {to.Endpoint} took longer than {_options.LongestFence.TotalSeconds:F0} s and is undone");
            _failedOps++;
        }

        if (fencedAt is { } offset)
        {
            if (await HandOver(attempt, to.Endpoint))
                return await Prove(attempt, view, from.Endpoint, to.Endpoint, offset, offset, began, cancellationToken);
            _failedOps++;
        }

        if (_failedOps >= MostFailedOps)
            throw new MoveRefusedException($"{goal.Partition} could not be moved to {to.Endpoint}: the nameserver's leader change failed or hung {_failedOps} times");
        if (_tries >= _options.MoveTries)
            throw new MoveRefusedException($"{goal.Partition} could not be moved to {to.Endpoint} in {_tries} tries: writers that ignore the record keep {from.Endpoint} ahead");

        using var bounded = new CancellationTokenSource(_options.UndoDeadline, attempt.Time);
        await Settle(attempt, null, bounded.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(30 * _tries), attempt.Time, cancellationToken);
        return null;
    }

    /// <summary>Before anything is fenced: the candidate is linked and close, and no op could delay the hand-over.</summary>
    private async Task AwaitQuiet(StepAttempt attempt, ITablet from, ITablet to, CancellationToken cancellationToken)
    {
        while (true)
        {
            var followers = await from.GetTableFollower(goal.TidPid, cancellationToken);
            var lag = followers.LagOf(to.Endpoint);
            var blocking = (await services.Ops.Read(cancellationToken)).FirstOrDefault(Blocks);
            if (lag <= _options.LagBeforeMove && blocking is null) return;
            attempt.Waiting(lag is null
                ? $"waits for {from.Endpoint} to replicate {goal.Partition} to {to.Endpoint}, which it does not now"
                : blocking is not null
                    ? $"waits for {blocking} to end before the leader of {goal.Partition} is fenced"
                    : $"waits for the lag of {goal.Partition} on {to.Endpoint} to be at most {_options.LagBeforeMove}, now {lag} records");
            await Task.Delay(Poll, attempt.Time, cancellationToken);
        }
    }

    /// <summary>Which list an op is in depends on a flag that cannot be read; leader changes are short, anything else may take long.</summary>
    private bool Blocks(OpInfo op) => op.IsUnfinished && (op.Type != OpType.ChangeLeader || op.Partition == goal.Partition);

    /// <summary>
    /// Until both show the same offset, so that as little as possible is written between this and the demotion. Writers that ignore the record may prevent that;
    /// then what comes after decides.
    /// </summary>
    private async Task AwaitEqual(ITablet from, ITablet to, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        while (true)
        {
            var candidate = await Offset(to, cancellationToken);
            var leader = await Offset(from, cancellationToken);
            if (candidate.Offset == leader.Offset || services.Time.GetElapsedTime(began) > LongestTail) return;
            await Task.Delay(Pause, services.Time, cancellationToken);
        }
    }

    /// <summary>Sees the successor lead by both accounts, and that the old leader accepted nothing after its offset was read.</summary>
    private async Task<LeaderMove> Prove(
        StepAttempt attempt, PartitionView before, Endpoint from, Endpoint to, ulong fromOffset, ulong toOffset, long began, CancellationToken cancellationToken)
    {
        var leaderless = attempt.Time.GetElapsedTime(began);
        var entry = await _look.Entry(goal.Partition, cancellationToken);
        var start = entry.Terms.IsDefaultOrEmpty ? (TermOffset?)null : entry.Terms[^1];
        if (from != to)
        {
            var (now, _) = await PartitionLook.Offset(await services.Client.Tablet(from, cancellationToken), goal.TidPid, cancellationToken);
            if (now != fromOffset)
            {
                throw new MoveRefusedException(
                    $"{from} accepted {now - fromOffset} records of {goal.Partition} after it was fenced at {fromOffset}, which {to} does not have; "
                    + "do not recover that replica before people have looked at it");
            }
        }

        return new LeaderMove(
            goal.Partition, from, to, before.Entry.LastTerm, start?.Term, fromOffset, toOffset, start?.Offset, leaderless, Math.Max(_tries, 1), true);
    }
}
