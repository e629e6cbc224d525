using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Leaks;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Guards;
using Nightshift.Runs;
using NSubstitute;
using static Nightshift.OpenMldb.Tests.Cluster.Snapshots;

namespace Nightshift.OpenMldb.Tests.Leaks;

public sealed class LeftBehindTests
{
    private static readonly VendorTraces Nothing = new([], [], []);
    private static readonly HoldView Held = new("auto_failover", "true", "false", DateTimeOffset.UnixEpoch);

    [Fact]
    public void Judge_CleanCluster_FindsNothing()
    {
        var left = Judge(Three.Good, RunsOfCluster.None);
        Assert.True(left.IsNothing);
        Assert.True(LeakSentences.Report(left, "").IsClean);
    }

    [Fact]
    public void Judge_FailoverOffAndNobodyHoldsIt_IsLeft() =>
        Assert.Contains("no run holds it", Judge(Three.Good.Failover(false), RunsOfCluster.None).Failover!.Reason, StringComparison.Ordinal);

    [Fact]
    public void Judge_FailoverHeldByALivingRun_IsNotLeft() =>
        Assert.Null(Judge(Three.Good.Failover(false), RunsOfCluster.None with { UnderWay = [DeadRuns.View(3, RunState.Paused, holds: [Held])] }).Failover);

    [Fact]
    public void Judge_FailoverOffSinceADeadRun_NamesIt()
    {
        var failover = Judge(Three.Good.Failover(false), DeadRuns.Failed(DeadRuns.View(3, RunState.Failed, holds: [Held]))).Failover!;
        Assert.Contains("run 3 (/upgrade tablet all)", failover.Reason, StringComparison.Ordinal);
        Assert.Equal(Held.Since, failover.Since);
    }

    [Fact]
    public void Report_DeadRunSaysWhatItLeftUndone_GivesItsCommands()
    {
        var run = DeadRuns.View(3, RunState.Failed, [DeadRuns.Step("tablet a:1/drain/survey", Survey(Three.A, Tx(0)))], holds: [Held]) with
        {
            LeftUndone =
            [
                new LeftUndone(new StepPath("tablet a:1/release auto_failover/put back"), "put back auto_failover: false → true", "curl on"),
                new LeftUndone(new StepPath("tablet a:1/return/start"), "start tablet a:1", "start.sh start tablet"),
                new LeftUndone(new StepPath("silence/end"), "end the silence of the alerts", null),
            ],
        };
        var left = Judge(Three.Good.Failover(false), DeadRuns.Failed(run));
        var leaks = LeakSentences.Report(left, "/tidy openmldb").Leaks;
        Assert.Contains(leaks, leak => leak.Thing == "auto_failover" && leak.NextStep.EndsWith("by hand: curl on", StringComparison.Ordinal));
        Assert.Contains("end the silence of the alerts", Assert.Single(left.Undone).Description, StringComparison.Ordinal);
        Assert.Contains(leaks, leak => leak.Thing.StartsWith("run 3", StringComparison.Ordinal) && leak.NextStep == "see to it by hand");
    }

    [Fact]
    public void Judge_ClusterThatIsAlwaysOff_OnlyADeadRunsHoldIsLeft()
    {
        Assert.Null(Judge(Three.Good.Failover(false), RunsOfCluster.None, failoverIsOn: false).Failover);
        Assert.NotNull(Judge(Three.Good.Failover(false), DeadRuns.Failed(DeadRuns.View(3, RunState.Failed, holds: [Held])), failoverIsOn: false).Failover);
    }

    [Fact]
    public void Judge_LeaderNotWhereADeadRunFoundIt_IsLeft()
    {
        var left = Judge(Moved, DeadRuns.Failed(Died(steps: [])));
        var tablet = Assert.Single(left.Tablets);
        Assert.Equal(Three.A, tablet.Tablet);
        Assert.Equal([Tx(0)], tablet.Elsewhere);
        Assert.Contains("run 3", tablet.Source, StringComparison.Ordinal);
        Assert.False(tablet.IsDown);
        Assert.Equal([Three.B, Three.C], Assert.Single(tablet.Survey.Partitions).Others.Select(other => other.Tablet).Order());
    }

    [Fact]
    public void Judge_DeadRunSawTheTabletAsBefore_IsOver() =>
        Assert.Empty(Judge(Moved, DeadRuns.Failed(Died(DeadRuns.Step("tablet a:1/return/as before")))).Tablets);

    [Fact]
    public void Judge_TableMadeAnewSince_IsOver() => Assert.Empty(Judge(Moved, DeadRuns.Failed(Died(tid: 99))).Tablets);

    [Fact]
    public void Judge_NoReplicaThereAnyMore_IsOver() => Assert.Empty(Judge(Three.First(Leader(Three.B), Follower(Three.C)), DeadRuns.Failed(Died())).Tablets);

    [Fact]
    public void Judge_TwoDeadRunsNameAPartition_TheOlderOneKnowsWhereItWas()
    {
        var later = DeadRuns.View(4, RunState.Failed, [DeadRuns.Step("tablet b:1/drain/survey", Survey(Three.B, Tx(0)))]);
        Assert.Equal(Three.A, Assert.Single(Judge(Three.First(Leader(Three.C), Follower(Three.A), Follower(Three.B)), DeadRuns.Failed(Died(), later)).Tablets).Tablet);
    }

    [Fact]
    public void Judge_TabletThatADeadRunStoppedIsAway_IsLeftDownWithWhatItHad()
    {
        var run = Died(
            DeadRuns.Step("tablet a:1/stop/take out of service", new OutOfService(Node(Three.A), [new StoppedReplica(Tx(0), new TidPid(12, 0), 8, StorageMode.Memory, 1, 10, false)])),
            DeadRuns.Step("tablet a:1/stop/stop process", state: StepState.Running),
            DeadRuns.Step("tablet a:1/install 0.9.3", state: StepState.Running));
        var tablet = Assert.Single(Judge(Moved.Away(Three.A), DeadRuns.Failed(run)).Tablets);
        Assert.True(tablet.IsDown);
        Assert.Equal("0.9.3", tablet.Untried);
        Assert.Equal(Tx(0), Assert.Single(tablet.Stopped!.Replicas).Partition);
    }

    [Fact]
    public void Judge_TabletIsAwayAndNoRunStoppedIt_StandsInTheWay() =>
        Assert.Contains("no run of ours stopped it", Assert.Single(Judge(Moved.Away(Three.A), DeadRuns.Failed(Died())).Obstacles), StringComparison.Ordinal);

    [Fact]
    public void Judge_CopyAddedByADeadRun_IsLeft()
    {
        var run = DeadRuns.View(3, RunState.Failed,
        [
            DeadRuns.Step("tablet c:1/drain/survey", Survey(Three.C, One)),
            DeadRuns.Step("tablet c:1/drain/choose tablets", new List<AddedReplica> { new(One, Three.A) }),
        ]);
        var tablet = Assert.Single(Judge(Three.With([Leader(Three.A)], [Leader(Three.B)], [Leader(Three.A), Follower(Three.C)]), DeadRuns.Failed(run)).Tablets);
        Assert.Equal([new AddedReplica(One, Three.A)], tablet.Added);
        Assert.True(Assert.Single(tablet.Survey.Partitions).IsAlone);
    }

    [Fact]
    public void Judge_StatFile_SaysWhereLeadersGoHome()
    {
        var file = StatFile.Parse("db1", "/opt/.stat", "d", "a:1,bank,tx,12,0,\nb:1,bank,tx,12,1,\n");
        var left = Judge(Moved, RunsOfCluster.None, new VendorTraces([file], [], []));
        var tablet = Assert.Single(left.Tablets);
        Assert.Equal([Tx(0)], tablet.Elsewhere);
        Assert.Contains("db1:/opt/.stat", tablet.Source, StringComparison.Ordinal);
        Assert.Equal([file], left.Settled);
    }

    [Fact]
    public void Judge_StatFileOfAnotherCluster_IsNotOurs() =>
        Assert.Empty(Judge(Moved, RunsOfCluster.None, new VendorTraces([StatFile.Parse("db1", "/opt/.stat", "d", "x:1,bank,tx,12,0,")], [], [])).Files);

    [Fact]
    public void Judge_StatFileNotUnderstood_IsToldAndLeftToPeople()
    {
        var left = Judge(Three.Good, RunsOfCluster.None, new VendorTraces([StatFile.Parse("db1", "/opt/.stat", "d", "what is this")], [], []));
        Assert.True(left.IsNothing);
        var leak = Assert.Single(LeakSentences.Report(left, "/tidy openmldb").Leaks);
        Assert.Null(leak.PlaybookCommand);
        Assert.Contains("what is this", leak.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_ReplicaNotAliveOnAHealthyTablet_IsLeft()
    {
        var snapshot = Three.First(Leader(Three.A), Follower(Three.B, alive: false), Follower(Three.C));
        Assert.Equal(Three.B, Assert.Single(Judge(snapshot, RunsOfCluster.None).NotAlive).Tablet);
        Assert.Empty(Judge(snapshot.Away(Three.B), RunsOfCluster.None).NotAlive);
        Assert.Empty(Judge(snapshot.Ops(Three.Op(1, OpStatus.Doing)), RunsOfCluster.None).NotAlive);
    }

    [Fact]
    public void Judge_Ops_FailedOnesAndLongOnesAreLeft()
    {
        var long_ = DateTimeOffset.UnixEpoch - TimeSpan.FromMinutes(11);
        var left = Judge(
            Three.Good.Ops(
                Three.Op(1, OpStatus.Failed), Three.Op(2, OpStatus.Failed, OpType.AddIndex), Three.Op(3, OpStatus.Doing, started: DateTimeOffset.UnixEpoch), Three.Op(4, OpStatus.Doing, started: long_), Three.Op(5, OpStatus.Done)),
            RunsOfCluster.None);
        Assert.Equal([(1ul, true), (2ul, false), (4ul, false)], left.Ops.Select(op => (op.Id, op.MayBeDeleted)));
    }

    [Fact]
    public void Judge_RunUnderWay_StandsInTheWayAndPlacementIsNotJudged()
    {
        var left = Judge(Moved, DeadRuns.Failed(Died()) with { UnderWay = [DeadRuns.View(5, RunState.Running)] });
        Assert.Empty(left.Tablets);
        Assert.Contains("run 5", Assert.Single(left.Obstacles), StringComparison.Ordinal);
        Assert.Contains("not judged", Assert.Single(left.Unseen), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_VendorToolAtWork_StandsInTheWay() =>
        Assert.Contains("wait until it is done", Assert.Single(Judge(Three.Good, RunsOfCluster.None, new VendorTraces([], ["openmldb_ops.py is at work"], [])).Obstacles), StringComparison.Ordinal);

    [Fact]
    public void Judge_ClusterDoesNotAnswer_IsUnseenAndStandsInTheWay()
    {
        var left = Judge(Three.Good with { Tables = Reading<System.Collections.Immutable.ImmutableArray<TableInfo>>.Unknown("refused") }, RunsOfCluster.None);
        Assert.Contains("refused", Assert.Single(left.Unseen), StringComparison.Ordinal);
        Assert.Single(left.Obstacles);
    }

    [Fact]
    public void Judge_JournalOfAnotherShape_IsUnseen()
    {
        var run = DeadRuns.View(3, RunState.Failed, [DeadRuns.Step("tablet a:1/drain/survey") with { Result = "[1]" }]);
        Assert.Contains("run 3", Assert.Single(Judge(Moved, DeadRuns.Failed(run)).Unseen), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_UnreadableRun_IsALeakForPeople()
    {
        var left = Judge(Three.Good, RunsOfCluster.None with { Unreadable = [new UnreadableRun(new RunId(9), "/restart tablet all", "event 4 was changed")] });
        Assert.Contains("event 4 was changed", Assert.Single(LeakSentences.Report(left, "/tidy").Leaks).Reason, StringComparison.Ordinal);
    }

    private static PartitionId One => new("bank", "one", 0);

    private static ClusterSnapshot Moved => Three.First(Leader(Three.B), Follower(Three.A), Follower(Three.C));

    private static PartitionId Tx(uint pid) => new("bank", "tx", pid);

    private static TabletNode Node(Endpoint at) => new(at, at, false, 0, 0, 0, default);

    private static RunView Died(params StepView[] steps) => Died(12, steps);

    private static RunView Died(uint tid, params StepView[] steps) =>
        DeadRuns.View(3, RunState.Failed, [DeadRuns.Step("tablet a:1/drain/survey", Survey(Three.A, Tx(0), tid)), .. steps]);

    private static TabletSurvey Survey(Endpoint tablet, PartitionId led, uint tid = 12) => new(
        tablet, Node(tablet), 0, [new SurveyedPartition(led, new TidPid(led == One ? 13 : tid, led.Pid), 8, StorageMode.Memory, true, 1, 10, 100, [])], new Dictionary<string, int>());

    private static LeftBehind Judge(ClusterSnapshot snapshot, RunsOfCluster runs, VendorTraces? traces = null, bool failoverIsOn = true) =>
        new LeftBehindReader(Substitute.For<ISnapshotReader>(), new VendorTool([], "/openmldb"), _ => true, failoverIsOn).Judge(snapshot, runs, traces ?? Nothing);
}
