using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Support;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Tests.Snapshots;

public sealed class HealthCheckTests
{
    private static readonly Endpoint A = Rig.At("a:1");
    private static readonly Endpoint B = Rig.At("b:1");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ClusterSnapshot Good = new()
    {
        TakenAt = Noon,
        Leader = Reading<NameserverNode>.Known(FakeDirectory.Node(Rig.At("n1:1"))),
        Nameservers = Reading<ImmutableArray<NameserverView>>.Known([Nameserver("n1:1"), Nameserver("n2:1")]),
        Tablets = Reading<ImmutableArray<TabletView>>.Known([Tablet(A, TableMode.Leader, 100), Tablet(B, TableMode.Follower, 99)]),
        Databases = Reading<ImmutableArray<string>>.Known(["bank"]),
        Tables = Tables(new Replica(A, true, true, 100), new Replica(B, false, true, 99)),
        Ops = Reading<ImmutableArray<OpInfo>>.Known([]),
        AutoFailover = Reading<bool>.Known(true),
    };

    [Fact]
    public void Of_GoodCluster_FindsNothing() => Assert.Empty(Check(Good).Findings);

    [Fact]
    public void Of_AnythingUnknown_IsNotHealthy()
    {
        Finds(Good with { Leader = Reading<NameserverNode>.Unknown("x") }, FindingKind.Unknown, "nameserver leader");
        Finds(Good with { Nameservers = Reading<ImmutableArray<NameserverView>>.Unknown("x") }, FindingKind.Unknown, "nameservers");
        Finds(Good with { Tablets = Reading<ImmutableArray<TabletView>>.Unknown("x") }, FindingKind.Unknown, "tablets");
        Finds(Good with { Tables = Reading<ImmutableArray<TableInfo>>.Unknown("x") }, FindingKind.Unknown, "tables");
        Finds(Good with { Ops = Reading<ImmutableArray<OpInfo>>.Unknown("x") }, FindingKind.Unknown, "ops");
        Finds(Good with { AutoFailover = Reading<bool>.Unknown("x") }, FindingKind.Unknown, "auto_failover");
        Finds(With(Tablet(B, TableMode.Follower, 99) with { Live = Reading<LiveTables>.Unknown("no answer") }), FindingKind.Unknown, "no answer");
    }

    [Fact]
    public void Of_Tablets_FindsOfflineUnregisteredUnlisted()
    {
        Finds(With(Tablet(B, TableMode.Follower, 99) with { State = TabletState.Offline }), FindingKind.Unhealthy, "tablet b:1: is Offline");
        Finds(With(Tablet(B, TableMode.Follower, 99) with { State = TabletState.Unknown }), FindingKind.Unhealthy, "does not list it");
        Finds(With(Tablet(B, TableMode.Follower, 99) with { Node = Reading<TabletNode?>.Known(null) }), FindingKind.Unhealthy, "not registered");
        Finds(With(Tablet(B, TableMode.Follower, 99) with { Version = Reading<string>.Known("0.9.2") }), FindingKind.Notice, "different builds");
    }

    [Fact]
    public void Of_Replicas_FindsWhatTheNameserverKnows()
    {
        Finds(Good with { Tables = Tables(new Replica(A, true), new Replica(B, false, isAlive: false)) }, FindingKind.Unhealthy, "is not alive on b:1");
        Finds(Good with { Tables = Tables(new Replica(A, true, false), new Replica(B, false)) }, FindingKind.Unhealthy, "has no leader that is alive");
        Finds(Good with { Tables = Tables(new Replica(A, true), new Replica(B, true)) }, FindingKind.Unhealthy, "has 2 leaders");
        Finds(Good with { Tables = Tables(new Replica(A, true)) }, FindingKind.Unhealthy, "has 1 of 2 replicas");
        Finds(Good with { Tables = Tables(new Replica(A, true), new Replica(Rig.At("c:1"), false)) }, FindingKind.Unhealthy, "on c:1, which is not known");
        Finds(Good with { Tables = Tables(new Replica(A, true), new Replica(B, false, tabletHasPartition: false)) }, FindingKind.Unhealthy, "is not loaded on b:1");
    }

    [Fact]
    public void Of_Replicas_FindsWhatTheTabletsKnow()
    {
        Finds(With(Tablet(B, TableMode.Follower, 99) with { Live = Reading<LiveTables>.Known(new LiveTables([])) }), FindingKind.Unhealthy, "not loaded on b:1, though recorded as alive");
        Finds(With(Tablet(B, TableMode.Follower, 99, TableState.Loading)), FindingKind.Unhealthy, "is Loading on b:1");
        Finds(With(Tablet(B, TableMode.Leader, 99)), FindingKind.Unhealthy, "is Leader on b:1, where Follower is recorded");
        Finds(With(Tablet(B, TableMode.Follower, 99, TableState.SnapshotPaused)), FindingKind.Notice, "paused on b:1");
        Finds(With(Tablet(B, TableMode.Follower, null)), FindingKind.Unknown, "how far b:1 is behind is unknown");
    }

    /// <summary>After all tablets were started anew nothing is loaded: what helps is to be said, not that lags are unknown.</summary>
    [Fact]
    public void Of_CopyThatIsNotLoaded_SaysThatAndNothingOfItsLag()
    {
        var findings = Check(With(Tablet(B, TableMode.Follower, 99) with { Live = Reading<LiveTables>.Known(new LiveTables([])) })).Findings;

        Assert.Contains(findings, finding => finding.NextStep == "run /recover openmldb");
        Assert.DoesNotContain(findings, finding => finding.Reason.Contains("behind", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_Lag_IsMeasuredBothWays()
    {
        Assert.True(Check(With(Tablet(B, TableMode.Follower, 90)), new HealthLimits { MaxLag = 10 }).IsHealthy);
        Assert.False(Check(With(Tablet(B, TableMode.Follower, 89)), new HealthLimits { MaxLag = 10 }).IsHealthy);
        Assert.False(Check(With(Tablet(B, TableMode.Follower, 111)), new HealthLimits { MaxLag = 10 }).IsHealthy);
    }

    [Fact]
    public void Of_WithoutLive_UsesTheNameserversOffsets()
    {
        var limits = new HealthLimits { RequireLoaded = false, MaxLag = 0 };
        Assert.Contains(Check(Good, limits).Findings, f => f.Reason == "b:1 is 1 records behind");
        Finds(Check(Good with { Tables = Tables(new Replica(A, true), new Replica(B, false)) }, limits), FindingKind.Unknown, "behind is unknown");
    }

    [Fact]
    public void Of_Ops_FindsUnfinishedAndNewlyFailed()
    {
        Finds(WithOp(OpStatus.Inited, null), FindingKind.Unhealthy, "op 9 kMigrateOP of bank.tx[0]: is Inited");
        Finds(WithOp(OpStatus.Unknown, null), FindingKind.Unhealthy, "is Unknown");
        Finds(WithOp(OpStatus.Failed, Noon), FindingKind.Unhealthy, "failed at kSendSnapshot");
        var old = new HealthLimits { FailedOpsSince = Noon };
        Assert.True(Check(WithOp(OpStatus.Failed, Noon.AddSeconds(-1)), old).IsHealthy);
        Assert.False(Check(WithOp(OpStatus.Failed, Noon), old).IsHealthy);
        Assert.False(Check(WithOp(OpStatus.Failed, null), old).IsHealthy);
        Assert.True(Check(WithOp(OpStatus.Done, Noon)).IsHealthy);
    }

    [Fact]
    public void Of_SnapshotHour_IsToldInTheTabletsTimeZone()
    {
        var limits = new HealthLimits { TimeZone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(11), "x", "x") };
        Finds(Check(Good, limits), FindingKind.Notice, "hour 23");
    }

    [Fact]
    public void Of_ExceptedTablet_IsNotHeldAgainstTheRest()
    {
        var away = With(Tablet(B, TableMode.Follower, 99) with { State = TabletState.Offline, Node = Reading<TabletNode?>.Known(null) });
        Assert.True(Check(away, new HealthLimits { Except = [B] }).IsHealthy);
    }

    [Fact]
    public void Of_ManyOfAKind_AreCounted()
    {
        var partitions = Enumerable.Range(0, 500).Select(i => new TablePartition((uint)i, [new Replica(A, true, false), new Replica(B, false, false)], []));
        var table = Good.Tables.Value[0] with { Partitions = [.. partitions], PartitionCount = 500 };
        var report = Check(Good with { Tables = Reading<ImmutableArray<TableInfo>>.Known([table]) });
        Assert.Equal(101, report.Findings.Length);
        Assert.Contains(report.Findings, f => f.Reason == "1400 more findings like these");
    }

    private static HealthReport Check(ClusterSnapshot snapshot, HealthLimits? limits = null) => HealthCheck.Of(snapshot, limits ?? new HealthLimits());

    private static void Finds(ClusterSnapshot snapshot, FindingKind kind, string text) => Finds(Check(snapshot), kind, text);

    private static void Finds(HealthReport report, FindingKind kind, string text)
    {
        Assert.Contains(report.Findings, f => f.Kind == kind && f.ToString().Contains(text, StringComparison.Ordinal));
        Assert.Equal(report.Findings.All(f => f.Kind == FindingKind.Notice), report.IsHealthy);
    }

    private static NameserverView Nameserver(string at) => new(FakeDirectory.Node(Rig.At(at)), Reading<string>.Known("0.9.3"));

    private static TabletView Tablet(Endpoint at, TableMode mode, ulong? offset, TableState state = TableState.Normal)
    {
        var live = new LiveTables([new TableStatus(Sample.TxId, "tx", mode, state, offset, offset, 0, 0, StorageMode.Memory)]);
        return new TabletView(
            at, TabletState.Healthy, TimeSpan.FromHours(1), Reading<TabletNode?>.Known(FakeDirectory.Tablet(at, at)), Reading<string>.Known("0.9.3"),
            Reading<LiveTables>.Known(live));
    }

    private static ClusterSnapshot With(TabletView b) =>
        Good with { Tablets = Reading<ImmutableArray<TabletView>>.Known([Good.Tablets.Value[0], b]) };

    private static ClusterSnapshot WithOp(OpStatus status, DateTimeOffset? ended) => Good with
    {
        Ops = Reading<ImmutableArray<OpInfo>>.Known([new OpInfo(9, OpType.Migrate, "kMigrateOP", status, "kSendSnapshot", Sample.Tx, null, ended, false)]),
    };

    private static Reading<ImmutableArray<TableInfo>> Tables(params Replica[] replicas) => Reading<ImmutableArray<TableInfo>>.Known(
    [
        new TableInfo { Db = "bank", Name = "tx", Tid = 12, PartitionCount = 1, ReplicaCount = 2, Partitions = [new TablePartition(0, [.. replicas], [])] },
    ]);
}
