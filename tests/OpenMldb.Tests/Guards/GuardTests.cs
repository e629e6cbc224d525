using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Guards;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Support;
using Nightshift.Runs;
using static Nightshift.OpenMldb.Tests.Cluster.Snapshots;
using static Nightshift.OpenMldb.Tests.Guards.Three;

namespace Nightshift.OpenMldb.Tests.Guards;

public sealed class GuardTests
{
    private readonly HandTime _time = new();
    private readonly FakeInHand _run = new();

    [Fact]
    public void TabletsAway_TheOneInHandIsAway_Holds() => Holds(new TabletsAway(), Three.Good, Three.Good.Away(Three.A), inHand: true);

    [Fact]
    public void TabletsAway_AnotherOneIsAway_IsViolatedAndNamesIt() =>
        Assert.Contains("tablet b:1 is away; in hand: a:1", Violated(new TabletsAway(), Three.Good, Three.Good.Away(Three.A, Three.B), inHand: true), StringComparison.Ordinal);

    [Fact]
    public void TabletsAway_OneGoesAwayBetweenTwoNodes_IsViolated() => Violated(new TabletsAway(), Three.Good, Three.Good.Away(Three.B), inHand: false);

    [Fact]
    public void TabletsAway_AwayBeforeARecovery_HoldsUntilANodeIsInHand()
    {
        var guard = new TabletsAway();
        Assert.True(guard.Judge(Three.Good.Away(Three.B), _run).Holds);
        _run.Take(Three.A);
        Assert.False(guard.Judge(Three.Good.Away(Three.B), _run).Holds);
    }

    [Fact]
    public void TabletsAway_TabletThatTheNewNameserverDoesNotKnow_IsAway()
    {
        var forgotten = Three.Good with { Tablets = Tablets(Tablet(Three.A), Tablet(Three.B)) };
        Assert.Contains("c:1", Violated(new TabletsAway(), Three.Good, forgotten, inHand: true), StringComparison.Ordinal);
    }

    [Fact]
    public void ReplicasAway_OneMarkedNotAliveAndItsTabletInHand_Holds() =>
        Holds(new ReplicasAway(), Three.Good, Three.First(Leader(Three.B), Follower(Three.A, alive: false), Follower(Three.C)), inHand: true);

    [Fact]
    public void ReplicasAway_AnotherOneOfThePartitionIsNotAlive_IsViolated() =>
        Assert.Contains(
            "bank.tx[0] has its replicas on a:1, c:1",
            Violated(new ReplicasAway(), Three.Good, Three.First(Leader(Three.B), Follower(Three.A, alive: false), Follower(Three.C, alive: false)), inHand: true),
            StringComparison.Ordinal);

    [Fact]
    public void ReplicasAway_TabletInHandIsAwayAndAnotherReplicaNotAlive_IsViolated() =>
        Violated(new ReplicasAway(), Three.Good, Three.First(Leader(Three.B), Follower(Three.A), Follower(Three.C, alive: false)).Away(Three.A), inHand: true);

    [Fact]
    public void Leaderless_ForAMoment_Holds()
    {
        var guard = Leaderless(Three.Good);
        Assert.True(guard.Judge(Fenced, _run).Holds);
        _time.Pass(4.9);
        Assert.True(guard.Judge(Fenced, _run).Holds);
        _time.Pass(0.05);
        Assert.True(guard.Judge(Three.Good, _run).Holds);
        _time.Pass(1);
        Assert.True(guard.Judge(Fenced, _run).Holds);
    }

    [Fact]
    public void Leaderless_PastTheBound_IsViolatedAndRecovers()
    {
        var guard = Leaderless(Three.Good);
        guard.Judge(Fenced, _run);
        _time.Pass(5.1);
        var reading = guard.Judge(Fenced, _run);
        Assert.False(reading.Holds);
        Assert.Contains("bank.tx[0] has had no leader for 5 s, 5 s are allowed", reading.Sentence, StringComparison.Ordinal);
        Assert.True(guard.Judge(Three.Good, _run).Holds);
    }

    [Fact]
    public void Leaderless_TwoEffectiveLeaders_CountAsNone()
    {
        var guard = Leaderless(Three.Good);
        var two = Three.First(Leader(Three.A), Leader(Three.B), Follower(Three.C));
        guard.Judge(two, _run);
        _time.Pass(6);
        Assert.False(guard.Judge(two, _run).Holds);
    }

    [Fact]
    public void Leaderless_TableOfOneReplica_DoesNotCount()
    {
        var gone = Three.With([Leader(Three.A)], [Leader(Three.B)], [Leader(Three.C, alive: false)]);
        var guard = Leaderless(Three.Good);
        guard.Judge(gone, _run);
        _time.Pass(60);
        Assert.True(guard.Judge(gone, _run).Holds);
    }

    [Fact]
    public void Leaderless_BeforeARecovery_CountsOnlyOnceItWasLed()
    {
        var guard = Leaderless(Fenced);
        _time.Pass(60);
        Assert.True(guard.Judge(Fenced, _run).Holds);
        guard.Judge(Three.Good, _run);
        guard.Judge(Fenced, _run);
        _time.Pass(6);
        Assert.False(guard.Judge(Fenced, _run).Holds);
    }

    [Fact]
    public void FailedOps_FailedBeforeTheRun_DoNotCount()
    {
        var guard = new FailedOps();
        Assert.True(guard.Judge(Three.Good.Ops(Op(7, OpStatus.Failed)), _run).Holds);
        Assert.True(guard.Judge(Three.Good.Ops(Op(7, OpStatus.Failed), Op(8, OpStatus.Doing), Op(9, OpStatus.Canceled)), _run).Holds);
        Assert.False(guard.Judge(Three.Good.Ops(Op(7, OpStatus.Failed), Op(8, OpStatus.Failed)), _run).Holds);
    }

    [Fact]
    public void FailedOps_InALaterProcess_CountsFromTheJournaledSurvey()
    {
        _run.Results["survey"] = """{"Tablet":"a:1","LastOp":7}""";
        var reading = new FailedOps().Judge(Three.Good.Ops(Op(7, OpStatus.Failed), Op(8, OpStatus.Failed)), _run);
        Assert.False(reading.Holds);
        Assert.StartsWith("op 8 ", reading.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void NodeBudget_Passed_IsViolatedAndNamesTheNode()
    {
        var guard = new NodeBudget(TimeSpan.FromMinutes(30), _time);
        _run.Take(Three.A, _time.GetUtcNow());
        _time.Pass(30 * 60);
        Assert.True(guard.Judge(Three.Good, _run).Holds);
        _time.Pass(60);
        Assert.Contains("a:1 has been in hand for 31 min", guard.Judge(Three.Good, _run).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void FailoverStaysOff_SwitchedBackWhileHeld_IsViolatedAfterAMoment()
    {
        var guard = new FailoverStaysOff(TimeSpan.FromSeconds(5), _time);
        _run.Holds.Add(new HoldView("auto_failover", "true", "false", default));
        Assert.True(guard.Judge(Three.Good.Failover(true), _run).Holds);
        _time.Pass(6);
        Assert.False(guard.Judge(Three.Good.Failover(true), _run).Holds);
        Assert.True(guard.Judge(Three.Good.Failover(false), _run).Holds);
    }

    [Fact]
    public void FailoverStaysOff_NotHeld_Holds()
    {
        var guard = new FailoverStaysOff(TimeSpan.FromSeconds(5), _time);
        guard.Judge(Three.Good.Failover(true), _run);
        _time.Pass(60);
        Assert.True(guard.Judge(Three.Good.Failover(true), _run).Holds);
    }

    [Fact]
    public void Judge_WhatItNeedsIsUnknown_Throws()
    {
        var unknown = Three.Good with
        {
            Tables = Reading<ImmutableArray<TableInfo>>.Unknown("300"),
            Tablets = Reading<ImmutableArray<TabletView>>.Unknown("300"),
            Ops = Reading<ImmutableArray<OpInfo>>.Unknown("300"),
            AutoFailover = Reading<bool>.Unknown("300"),
        };
        IGuard[] guards = [new TabletsAway(), new ReplicasAway(), new Leaderless(TimeSpan.FromSeconds(5), _time), new FailedOps(), new FailoverStaysOff(TimeSpan.FromSeconds(5), _time)];
        Assert.All(guards, guard => Assert.Contains("300", Assert.Throws<InvalidOperationException>(() => guard.Judge(unknown, _run)).Message, StringComparison.Ordinal));
    }

    private static ClusterSnapshot Fenced => Three.First(Leader(Three.A, alive: false), Follower(Three.B), Follower(Three.C));

    private Leaderless Leaderless(ClusterSnapshot first)
    {
        var guard = new Leaderless(TimeSpan.FromSeconds(5), _time);
        guard.Judge(first, _run);
        return guard;
    }

    private void Holds(IGuard guard, ClusterSnapshot first, ClusterSnapshot now, bool inHand)
    {
        Assert.True(guard.Judge(first, _run).Holds);
        if (inHand) _run.Take(Three.A);
        Assert.True(guard.Judge(now, _run).Holds, guard.Judge(now, _run).Sentence);
    }

    private string Violated(IGuard guard, ClusterSnapshot first, ClusterSnapshot now, bool inHand)
    {
        Assert.True(guard.Judge(first, _run).Holds);
        if (inHand) _run.Take(Three.A);
        var reading = guard.Judge(now, _run);
        Assert.False(reading.Holds, reading.Sentence);
        return reading.Sentence;
    }
}
