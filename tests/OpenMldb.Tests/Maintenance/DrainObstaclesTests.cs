using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class DrainObstaclesTests
{
    private static readonly Endpoint A = Endpoint.Parse("10.0.0.1:10921");
    private static readonly Endpoint B = Endpoint.Parse("10.0.0.2:10921");
    private static readonly MaintenanceOptions Options = new() { TimeZone = TimeZoneInfo.Utc };

    [Fact]
    public void Find_HealthyCluster_IsEmpty() => Assert.Empty(Find(Snapshot()));

    [Fact]
    public void Find_OpsUnknown_SaysWhy() =>
        Assert.Contains("no answer", Assert.Single(Find(Snapshot() with { Ops = Reading<System.Collections.Immutable.ImmutableArray<OpInfo>>.Unknown("no answer") })), StringComparison.Ordinal);

    [Fact]
    public void Find_FailoverUnknown_Blocks() =>
        Assert.Contains("auto_failover", Assert.Single(Find(Snapshot() with { AutoFailover = Reading<bool>.Unknown("x") })), StringComparison.Ordinal);

    [Fact]
    public void Find_ReplicaNotAlive_NamesItAndTheNextStep()
    {
        var obstacle = Assert.Single(Find(Snapshot(followerAlive: false)));
        Assert.Equal($"demo.orders[0] on {B} is not alive; run /recover first", obstacle);
    }

    [Fact]
    public void Find_FormerLeaderWroteOn_SaysThatPeopleMustLook()
    {
        var obstacle = Assert.Single(Find(Snapshot(followerAlive: false, followerLed: true, leads: 4)), o => o.Contains(B.ToString(), StringComparison.Ordinal));
        Assert.Contains("has records up to 5", obstacle, StringComparison.Ordinal);
        Assert.Contains("--drop-diverged", obstacle, StringComparison.Ordinal);
        Assert.DoesNotContain("run /recover first", obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_FormerLeaderEndsWhereItsSuccessorBegan_MayBeRecovered() =>
        Assert.Contains("run /recover first", Assert.Single(Find(Snapshot(followerAlive: false, followerLed: true, leads: 6))), StringComparison.Ordinal);

    [Fact]
    public void Find_ReplicaNotLoaded_Blocks() => Assert.Contains("is not loaded", Assert.Single(Find(Snapshot(followerLoaded: false))), StringComparison.Ordinal);

    [Fact]
    public void Find_TabletOffline_Blocks() => Assert.Contains(Find(Snapshot(follower: TabletState.Offline)), o => o.Contains("not healthy", StringComparison.Ordinal));

    [Theory]
    [InlineData(OpStatus.Doing, true)]
    [InlineData(OpStatus.Inited, true)]
    [InlineData(OpStatus.Failed, true)]
    [InlineData(OpStatus.Done, false)]
    [InlineData(OpStatus.Canceled, false)]
    public void Find_Ops_BlockUnlessOver(OpStatus status, bool blocks)
    {
        var op = new OpInfo(1, OpType.AddReplica, "kAddReplicaOP", status, null, new PartitionId("demo", "orders", 0), null, null, false);
        Assert.Equal(blocks, Find(Snapshot() with { Ops = Known<OpInfo>(op) }).Count == 1);
    }

    [Theory]
    [InlineData(22, 30, false)]
    [InlineData(22, 50, true)]
    [InlineData(23, 10, true)]
    [InlineData(0, 0, false)]
    public void Find_NearTheSnapshotHour_Blocks(int hour, int minute, bool blocks) =>
        Assert.Equal(blocks, Find(Snapshot() with { TakenAt = new DateTimeOffset(2026, 1, 2, hour, minute, 0, TimeSpan.Zero) }).Count == 1);

    private static IReadOnlyList<string> Find(ClusterSnapshot snapshot) => DrainObstacles.Find(snapshot, A, allowSingleReplica: false, Options);

    private static Reading<System.Collections.Immutable.ImmutableArray<T>> Known<T>(params T[] items) => Reading<System.Collections.Immutable.ImmutableArray<T>>.Known([.. items]);

    private static ClusterSnapshot Snapshot(bool followerAlive = true, bool followerLoaded = true, TabletState follower = TabletState.Healthy, bool followerLed = false, ulong? leads = null)
    {
        var table = new TableInfo
        {
            Db = "demo",
            Name = "orders",
            Tid = 7,
            PartitionCount = 1,
            ReplicaCount = 2,
            Partitions = [new TablePartition(0, [new Replica(A, true, true, 5), new Replica(B, followerLed, followerAlive, 5)], leads is null ? [new TermOffset(1, 0)] : [new TermOffset(1, 0), new TermOffset(3, leads.Value)])],
        };
        return new ClusterSnapshot
        {
            TakenAt = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero),
            Leader = Reading<NameserverNode>.Unknown("not asked"),
            Nameservers = Known<NameserverView>(),
            Tablets = Known(Tablet(A, TableMode.Leader, true, TabletState.Healthy), Tablet(B, TableMode.Follower, followerLoaded, follower)),
            Databases = Known("demo"),
            Tables = Known(table),
            Ops = Known<OpInfo>(),
            AutoFailover = Reading<bool>.Known(true),
        };
    }

    private static TabletView Tablet(Endpoint tablet, TableMode mode, bool loaded, TabletState state) => new(
        tablet,
        state,
        TimeSpan.FromMinutes(1),
        Reading<TabletNode?>.Known(new TabletNode(tablet, tablet, true, 1, 1, 0, default)),
        Reading<string>.Known("0.9.3"),
        Reading<LiveTables>.Known(new LiveTables(loaded ? [new TableStatus(new TidPid(7, 0), "orders", mode, TableState.Normal, 5, 5, 1, 1, StorageMode.Memory)] : [])));
}
