using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>What to do next with a partition whose leadership is to move.</summary>
internal abstract record MoveAction
{
    /// <summary>The goal is met.</summary>
    public sealed record Done(Endpoint Leader) : MoveAction;

    /// <summary>An op works on this partition; nothing may be decided before it is over.</summary>
    public sealed record AwaitOp(OpInfo Op) : MoveAction;

    /// <summary>A tablet leads by its own account while the record names another: demote it before anything else.</summary>
    public sealed record Demote(Endpoint Tablet) : MoveAction;

    /// <summary>Everything is regular: fence the leader and hand over.</summary>
    public sealed record Fence(Endpoint Leader, Endpoint Candidate) : MoveAction;

    /// <summary>No leader, nobody can accept writes, and this follower has everything that any copy has.</summary>
    public sealed record Promote(Endpoint Candidate) : MoveAction;

    /// <summary>No leader in the record; this copy, recorded as leader and not alive, is the one to lead again.</summary>
    public sealed record Reinstate(Endpoint Tablet) : MoveAction;

    /// <summary>The recorded leader lost records that another copy has: it may not lead.</summary>
    public sealed record Retire(Endpoint Tablet) : MoveAction;

    /// <summary>Cannot be moved as things stand.</summary>
    public sealed record Refuse(string Reason) : MoveAction;
}

/// <summary>
/// Decides from what is seen, so that a move can be taken up wherever a crash left it. Never promotes a copy while another one has more, and
/// never while a copy that may have more cannot be asked.
/// </summary>
internal static class MoveDecision
{
    /// <param name="leaders">Partitions led by each tablet, to choose evenly.</param>
    /// <param name="healthy">Tablets that the nameserver holds healthy.</param>
    /// <param name="nearby">Records that a candidate may be behind now; it must be behind by none when it is promoted.</param>
    public static MoveAction Next(
        PartitionView view, MoveGoal goal, IReadOnlySet<Endpoint> healthy, Func<Endpoint, int> leaders, ulong nearby)
    {
        if (view.Unfinished is [var op, ..]) return new MoveAction.AwaitOp(op);
        return view.Entry.EffectiveLeader is { } leader
            ? WithLeader(view, goal, leader.Endpoint, healthy, leaders, nearby)
            : WithoutLeader(view, goal, healthy, leaders);
    }

    private static MoveAction WithLeader(
        PartitionView view, MoveGoal goal, Endpoint leader, IReadOnlySet<Endpoint> healthy, Func<Endpoint, int> leaders, ulong nearby)
    {
        var stray = view.TabletLeaders.FirstOrDefault(c => c.Tablet != leader);
        if (stray is not null) return new MoveAction.Demote(stray.Tablet);
        if (view.On(leader) is not { Sound: true } copy)
            return new MoveAction.Refuse($"the recorded leader does not serve ({view}); run /recover first");
        if (copy.Status!.Value.Mode != TableMode.Leader) return NotLeading(view, copy);
        if (leader == goal.Tablet == goal.Home) return new MoveAction.Done(leader);
        var candidate = Candidate(view, goal, healthy, leaders, copy.Offset!.Value > nearby ? copy.Offset.Value - nearby : 0);
        return candidate is null
            ? new MoveAction.Refuse($"no other replica of {view.Id} can lead ({view})")
            : new MoveAction.Fence(leader, candidate.Value);
    }

    /// <summary>As after a start of the whole cluster: every copy was loaded as follower.</summary>
    private static MoveAction NotLeading(PartitionView view, CopyView recorded)
    {
        // A copy that is not asked may have what the recorded leader lost.
        if (view.Copies.FirstOrDefault(c => c.Entry.IsAlive && !c.Sound) is { } silent)
            return new MoveAction.Refuse($"the recorded leader does not lead, and {silent.Tablet} cannot be asked whether it has more ({view})");
        return recorded.Offset >= view.Copies.Where(c => c.Entry.IsAlive).Max(c => c.Offset!.Value)
            ? new MoveAction.Reinstate(recorded.Tablet)
            : new MoveAction.Retire(recorded.Tablet);
    }

    private static MoveAction WithoutLeader(PartitionView view, MoveGoal goal, IReadOnlySet<Endpoint> healthy, Func<Endpoint, int> leaders)
    {
        var leading = view.TabletLeaders.ToList();
        if (leading.Count > 1) return new MoveAction.Refuse($"more than one tablet leads ({view}); people must decide which copy is right");
        if (leading is [var one])
            return one.Entry.IsLeader ? new MoveAction.Reinstate(one.Tablet) : new MoveAction.Demote(one.Tablet);

        // Nobody leads. Whoever led last is among the recorded leaders: without its answer nobody knows what was acknowledged.
        var silent = view.Copies.FirstOrDefault(c => c.Entry.IsLeader && !c.Sound);
        if (silent is not null) return new MoveAction.Refuse($"{view.Id} has no leader and {silent.Tablet}, which led, cannot be asked ({view})");
        if (view.Copies.Where(c => c.Entry.IsLeader).Select(c => c.Offset).Distinct().Count() > 1)
            return new MoveAction.Refuse($"more than one tablet led and their records differ ({view}); people must decide which copy is right");
        if (Candidate(view, goal, healthy, leaders, view.MaxOffset) is { } best) return new MoveAction.Promote(best);
        var full = view.Copies.Where(c => c.Sound && c.Offset == view.MaxOffset).ToList();
        if (full.FirstOrDefault(c => c.Entry.IsLeader) is { } former) return new MoveAction.Reinstate(former.Tablet);
        if (full.FirstOrDefault(c => MayLead(c, healthy)) is { } other) return new MoveAction.Promote(other.Tablet);
        return new MoveAction.Refuse($"{view.Id} has no leader and no copy can lead ({view})");
    }

    private static Endpoint? Candidate(
        PartitionView view, MoveGoal goal, IReadOnlySet<Endpoint> healthy, Func<Endpoint, int> leaders, ulong atLeast)
    {
        var able = view.Copies.Where(c => MayLead(c, healthy) && (c.Tablet == goal.Tablet) == goal.Home).ToList();
        var near = able.Where(c => c.Offset >= atLeast).ToList();
        if (near.Count > 0) return near.OrderBy(c => leaders(c.Tablet)).ThenByDescending(c => c.Offset).ThenBy(c => c.Tablet).First().Tablet;
        return atLeast < view.MaxOffset ? able.OrderByDescending(c => c.Offset).ThenBy(c => leaders(c.Tablet)).FirstOrDefault()?.Tablet : null;
    }

    /// <summary>What the nameserver asks of a candidate, and that it is loaded and follows.</summary>
    private static bool MayLead(CopyView copy, IReadOnlySet<Endpoint> healthy) =>
        copy is { Sound: true, Entry: { IsAlive: true, IsLeader: false }, Status.Mode: TableMode.Follower } && healthy.Contains(copy.Tablet);
}
