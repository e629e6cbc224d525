using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class MoveDecisionTests
{
    private static readonly Endpoint A = Endpoint.Parse("10.0.0.1:10921");
    private static readonly Endpoint B = Endpoint.Parse("10.0.0.2:10921");
    private static readonly Endpoint C = Endpoint.Parse("10.0.0.3:10921");
    private static readonly PartitionId Id = new("demo", "orders", 3);

    [Fact]
    public void Next_LeaderOnTheTablet_FencesForTheCandidateWithFewestLeaders()
    {
        var action = Decide(Away(A), Leader(A, 100), Follower(B, 100), Follower(C, 99));
        Assert.Equal(new MoveAction.Fence(A, C), action);
    }

    [Fact]
    public void Next_CandidateFarBehind_IsNotChosenThoughItLeadsLess() =>
        Assert.Equal(new MoveAction.Fence(A, B), Decide(Away(A), Leader(A, 1000), Follower(B, 1000), Follower(C, 10)));

    [Fact]
    public void Next_NobodyNear_TakesTheFullest() =>
        Assert.Equal(new MoveAction.Fence(A, B), Decide(Away(A), Leader(A, 1000), Follower(B, 20), Follower(C, 10)));

    [Fact]
    public void Next_LedElsewhere_IsDone() =>
        Assert.Equal(new MoveAction.Done(B), Decide(Away(A), Leader(B, 5), Follower(A, 5), Follower(C, 5)));

    [Fact]
    public void Next_Home_FencesForThatTabletAlone() =>
        Assert.Equal(new MoveAction.Fence(B, A), Decide(new MoveGoal(Id, default, StorageMode.Memory, A, true), Leader(B, 5), Follower(A, 5), Follower(C, 5)));

    [Fact]
    public void Next_FencedAndFollowing_PromotesWhoHasEverything() =>
        Assert.Equal(new MoveAction.Promote(B), Decide(Away(A), Copy(A, 7, leader: true, alive: false, TableMode.Follower), Follower(B, 7), Follower(C, 6)));

    [Fact]
    public void Next_FencedAndNobodyHasItsTail_ReinstatesIt() =>
        Assert.Equal(new MoveAction.Reinstate(A), Decide(Away(A), Copy(A, 8, leader: true, alive: false, TableMode.Follower), Follower(B, 7), Follower(C, 6)));

    [Fact]
    public void Next_MarkedNotAliveAndStillLeading_ReinstatesIt() =>
        Assert.Equal(new MoveAction.Reinstate(A), Decide(Away(A), Copy(A, 7, leader: true, alive: false, TableMode.Leader), Follower(B, 7)));

    [Fact]
    public void Next_PromotedOnTheTabletButNotInTheRecord_DemotesIt() =>
        Assert.Equal(new MoveAction.Demote(B), Decide(Away(A), Copy(A, 7, leader: true, alive: false, TableMode.Follower), Copy(B, 7, false, true, TableMode.Leader)));

    [Fact]
    public void Next_LastLeaderCannotBeAsked_Refuses()
    {
        var silent = new CopyView(new Replica(A, true, false), null, "no answer");
        Assert.IsType<MoveAction.Refuse>(Decide(Away(A), silent, Follower(B, 7), Follower(C, 7)));
    }

    [Fact]
    public void Next_TwoFormerLeadersThatDiffer_Refuses() => Assert.IsType<MoveAction.Refuse>(Decide(
        Away(A), Copy(A, 9, true, false, TableMode.Follower), Copy(B, 7, true, false, TableMode.Follower), Follower(C, 7)));

    [Fact]
    public void Next_TwoTabletsLead_Refuses() => Assert.IsType<MoveAction.Refuse>(Decide(
        Away(A), Copy(A, 7, true, false, TableMode.Leader), Copy(B, 7, true, false, TableMode.Leader)));

    [Fact]
    public void Next_OldLeaderStillLeadsBesideTheNewOne_DemotesIt() =>
        Assert.Equal(new MoveAction.Demote(A), Decide(Away(A), Copy(A, 7, true, false, TableMode.Leader), Leader(B, 7)));

    [Fact]
    public void Next_ColdStart_ReinstatesTheRecordedLeaderWhenItHasEverything() =>
        Assert.Equal(new MoveAction.Reinstate(A), Decide(Any, Copy(A, 7, true, true, TableMode.Follower), Follower(B, 7), Follower(C, 6)));

    [Fact]
    public void Next_ColdStartAndTheRecordedLeaderLostItsTail_RetiresIt() =>
        Assert.Equal(new MoveAction.Retire(A), Decide(Any, Copy(A, 5, true, true, TableMode.Follower), Follower(B, 7)));

    [Fact]
    public void Next_ColdStartAndADeadCopyIsAhead_IgnoresTheDeadCopy() =>
        Assert.Equal(new MoveAction.Reinstate(A), Decide(Any, Copy(A, 5, true, true, TableMode.Follower), Copy(B, 9, true, false, TableMode.Follower)));

    [Fact]
    public void Next_ColdStartAndAnAliveCopyIsNotLoaded_Refuses()
    {
        var unloaded = new CopyView(new Replica(B, false, true, 9), null);
        Assert.IsType<MoveAction.Refuse>(Decide(Any, Copy(A, 7, true, true, TableMode.Follower), unloaded, Follower(C, 7)));
    }

    [Fact]
    public void Next_ColdStartAndAnAliveCopyStillLoads_Refuses()
    {
        var loading = Follower(B, 0) with { Status = Follower(B, 0).Status!.Value with { State = TableState.Loading } };
        Assert.IsType<MoveAction.Refuse>(Decide(Any, Copy(A, 7, true, true, TableMode.Follower), loading));
    }

    [Fact]
    public void Next_OpUnderWay_WaitsForIt()
    {
        var op = new OpInfo(4, OpType.ChangeLeader, "kChangeLeaderOP", OpStatus.Doing, "kSelectLeader", Id, null, null, false);
        var view = View(Leader(A, 1), Follower(B, 1)) with { Unfinished = [op] };
        Assert.Equal(new MoveAction.AwaitOp(op), MoveDecision.Next(view, Away(A), Healthy, Leaders, 10));
    }

    [Fact]
    public void Next_OnlyUnhealthyCandidates_Refuses() =>
        Assert.IsType<MoveAction.Refuse>(MoveDecision.Next(View(Leader(A, 1), Follower(B, 1)), Away(A), ImmutableHashSet.Create(A), Leaders, 10));

    private static readonly MoveGoal Any = MoveGoal.AnyLeader(Id, default, StorageMode.Memory);

    private static readonly ImmutableHashSet<Endpoint> Healthy = [A, B, C];

    private static MoveGoal Away(Endpoint tablet) => new(Id, default, StorageMode.Memory, tablet, false);

    private static int Leaders(Endpoint tablet) => tablet == B ? 5 : 1;

    private static MoveAction Decide(MoveGoal goal, params CopyView[] copies) => MoveDecision.Next(View(copies), goal, Healthy, Leaders, 50);

    private static PartitionView View(params CopyView[] copies) =>
        new(Id, new TablePartition(3, [.. copies.Select(c => c.Entry)], [new TermOffset(1, 0)]), [.. copies], []);

    private static CopyView Leader(Endpoint tablet, ulong offset) => Copy(tablet, offset, true, true, TableMode.Leader);

    private static CopyView Follower(Endpoint tablet, ulong offset) => Copy(tablet, offset, false, true, TableMode.Follower);

    private static CopyView Copy(Endpoint tablet, ulong offset, bool leader, bool alive, TableMode mode) =>
        new(new Replica(tablet, leader, alive), new TableStatus(default, "orders", mode, TableState.Normal, offset, offset, 1, 1, StorageMode.Memory));
}
