using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

internal sealed partial class FencedMove
{
    /// <summary>
    /// Makes a former leader lead again, with its followers and a term that none of them is past (a leader change that failed half-way has raised
    /// their terms, and they refuse a lower one).
    /// </summary>
    private async Task Reinstate(StepAttempt attempt, PartitionView view, Endpoint tablet, CancellationToken cancellationToken)
    {
        _touched = true;
        if (MayStillArrive)
        {
            await Task.Delay(Poll, services.Time, cancellationToken); // The next look decides.
            return;
        }

        var leader = await services.Client.Tablet(tablet, cancellationToken);
        var alive = view.Copies.Where(c => c.Tablet != tablet && c.Entry is { IsAlive: true, IsLeader: false }).ToList();
        var followers = alive.Where(c => c.Sound || FollowersWereFed).Select(c => c.Tablet).ToList();
        var term = view.Entry.LastTerm ?? 0;
        foreach (var copy in alive.Where(c => c.Sound).Select(c => c.Tablet).Append(tablet))
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
        await LinkMissing(attempt, leader, followers, cancellationToken);
    }

    /// <summary>
    /// A move begins where every alive follower is fed, and the demotion cut all links; so all are linked again, also those that do not answer now. Where a
    /// partition is only given a leader, what is not loaded is left to those who load it.
    /// </summary>
    private bool FollowersWereFed => goal.Tablet != default;

    /// <summary>Links that a leader which led already was not told of, or that failed. The partition has its leader, so a failure is noted and seen at the end.</summary>
    private async Task LinkMissing(StepAttempt attempt, ITablet leader, IReadOnlyList<Endpoint> followers, CancellationToken cancellationToken)
    {
        try
        {
            var status = await leader.GetTableFollower(goal.TidPid, cancellationToken);
            foreach (var follower in followers.Where(f => status.LagOf(f) is null))
            {
                await Try.Repeatedly(
                    token => leader.AddReplica(goal.TidPid, follower, token),
                    async token => (await leader.GetTableFollower(goal.TidPid, token)).LagOf(follower) is not null,
                    services.Time,
                    cancellationToken);
            }
        }
        catch (OpenMldbException e)
        {
            attempt.Note($"not every follower of {goal.Partition} could be linked to {leader.Endpoint} again: {e.Message}");
        }
    }
}
