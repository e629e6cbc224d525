using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;
using static Nightshift.OpenMldb.Tests.Cluster.Snapshots;

namespace Nightshift.OpenMldb.Tests.Cluster;

public sealed class ReportTests
{
    [Fact]
    public void Status_GoodCluster_IsHealthyAndTellsRoles()
    {
        var status = Status(Good);

        Assert.Equal(Health.Healthy, status.Health);
        Assert.Equal(["leader", "standby", "leads 1 of 1 partitions", "leads 0 of 1 partitions"], status.Nodes.Select(node => node.Note));
        Assert.Equal("1 tables, 1 partitions, 0 operations under way", status.Summary);
        Assert.Equal("true", status.Settings["auto_failover"]);
    }

    [Fact]
    public void Status_AnythingUnknown_IsNeverHealthy()
    {
        ClusterSnapshot[] unknown =
        [
            Good with { Nameservers = Reading<ImmutableArray<NameserverView>>.Unknown("x") },
            Good with { Nameservers = Reading<ImmutableArray<NameserverView>>.Known([Nameserver("n:1", true, null)]) },
            Good with { Tablets = Reading<ImmutableArray<TabletView>>.Unknown("x") },
            Good with { Tablets = Tablets(Tablet(A), Tablet(B, version: null)) },
            Good with { Tablets = Tablets(Tablet(A), Tablet(B, TabletState.Unknown)) },
            Good with { Tables = Reading<ImmutableArray<TableInfo>>.Unknown("x") },
            Good with { AutoFailover = Reading<bool>.Unknown("x") },
        ];

        Assert.All(unknown, snapshot => Assert.Equal(Health.Unknown, Status(snapshot).Health));
    }

    [Fact]
    public void Status_UnknownReadings_TellTheirReason()
    {
        var status = Status(Good with
        {
            Tablets = Reading<ImmutableArray<TabletView>>.Unknown("the nameserver is silent"),
            Tables = Reading<ImmutableArray<TableInfo>>.Unknown("no tables"),
            AutoFailover = Reading<bool>.Unknown("no node"),
        });

        Assert.Contains(status.Nodes, node => node is { Component: "tablet", Name: "?", Health: Health.Unknown, Note: "the nameserver is silent" });
        Assert.Equal("tables unknown: no tables", status.Summary);
        Assert.Equal("unknown (no node)", status.Settings["auto_failover"]);
    }

    [Fact]
    public void Status_OfflineTablet_IsDegraded()
    {
        var status = Status(Good with { Tablets = Tablets(Tablet(A), Tablet(B, TabletState.Offline)) });

        Assert.Equal(Health.Degraded, status.Health);
        Assert.Contains(status.Nodes, node => node is { Name: "b:1", Health: Health.Down, Note: "the nameserver calls it offline" });
    }

    [Fact]
    public void Status_PartitionWithoutLeaderOrReplica_IsDegraded()
    {
        Assert.Equal(Health.Degraded, Status(Good with { Tables = Tables(Leader(A, alive: false), Follower(B)) }).Health);
        Assert.Equal(Health.Degraded, Status(Good with { Tables = Tables(Leader(A), Follower(B, has: false)) }).Health);
    }

    [Fact]
    public void Status_OtherNodes_Count()
    {
        var other = new NodeStatus("apiserver", "c:1", Health.Down, null, "refused");

        Assert.Equal(Health.Degraded, StatusReport.Of("prod", Good, [other]).Health);
    }

    [Fact]
    public void Tables_GoodTable_HasTheLeadersNumbers()
    {
        var table = Assert.Single(TableReport.Of(Good));

        Assert.Equal(("bank.tx", 1, 2, Health.Healthy, 10L, 1000L), (table.Name, table.Partitions, table.Replicas, table.Health, table.Records!.Value, table.MemoryBytes!.Value));
    }

    [Fact]
    public void Tables_NumbersNotRead_AreUnknownAndNotZero()
    {
        var table = Assert.Single(TableReport.Of(Good with { Tables = Tables(Leader(A, null), Follower(B)) }));

        Assert.Equal(Health.Unknown, table.Health);
        Assert.Null(table.Records);
        Assert.Null(table.MemoryBytes);
    }

    [Fact]
    public void Tables_DeadReplicaOrLeader_IsTold()
    {
        var degraded = Assert.Single(TableReport.Of(Good with { Tables = Tables(Leader(A), Follower(B, alive: false)) }));
        var down = Assert.Single(TableReport.Of(Good with { Tables = Tables(Leader(A, alive: false), Follower(B)) }));

        Assert.Equal((Health.Degraded, "1 replica(s) not alive or not loaded"), (degraded.Health, degraded.Note));
        Assert.Equal(Health.Down, down.Health);
        Assert.StartsWith("1 partition(s) without a leader", down.Note, StringComparison.Ordinal);
        Assert.Null(down.Records);
    }

    [Fact]
    public void Tables_FewerPartitionsThanDeclared_IsDegraded()
    {
        var table = Good.Tables.Value[0] with { PartitionCount = 4 };

        var told = Assert.Single(TableReport.Of(Good with { Tables = Reading<ImmutableArray<TableInfo>>.Known([table]) }));

        Assert.Equal((Health.Degraded, "1 of 4 partitions listed"), (told.Health, told.Note));
    }

    [Fact]
    public void Tables_Unknown_IsAnErrorAndNotAnEmptyList() =>
        Assert.Throws<InvalidOperationException>(() => TableReport.Of(Good with { Tables = Reading<ImmutableArray<TableInfo>>.Unknown("x") }));

    [Fact]
    public void Partitions_GoodTable_TellsLeaderFollowersAndOffset()
    {
        var partition = Assert.Single(PartitionReport.Of("prod", Good, "bank.tx"));

        Assert.Equal((0, Health.Healthy, "a:1", ""), (partition.Index, partition.Health, partition.Leader, partition.Note));
        Assert.Equal(["b:1"], partition.Followers);
    }

    [Fact]
    public void Partitions_NobodyLeadsOrAFollowerIsNotLoaded_IsTold()
    {
        var down = Assert.Single(PartitionReport.Of("prod", Good with { Tables = Tables(Leader(A, alive: false), Follower(B)) }, "bank.tx"));
        var degraded = Assert.Single(PartitionReport.Of("prod", Good with { Tables = Tables(Leader(A), Follower(B, has: false)) }, "bank.tx"));

        Assert.Equal((Health.Down, null, "nobody leads"), (down.Health, down.Leader, down.Note));
        Assert.Equal(["a:1 (not alive)", "b:1"], down.Followers);
        Assert.Equal((Health.Degraded, "b:1 (not loaded)"), (degraded.Health, degraded.Followers[0]));
    }

    [Fact]
    public void Partitions_NoSuchTable_NamesThoseThereAre() =>
        Assert.Equal("prod has no table 'bank.txx'; there is bank.tx", Assert.Throws<NoSuchTableException>(() => PartitionReport.Of("prod", Good, "bank.txx")).Message);

    [Fact]
    public void Operations_NewestFirst_FilteredByAnyColumn()
    {
        ImmutableArray<OpInfo> ops = [Op(1, OpStatus.Done, "bank", 5), Op(2, OpStatus.Doing, "shop", null)];

        Assert.Equal(["2", "1"], OperationReport.Of(ops, null).Select(op => op.Id));
        Assert.Equal(["1"], OperationReport.Of(ops, "BANK").Select(op => op.Id));
        Assert.Equal(["2"], OperationReport.Of(ops, "doing").Select(op => op.Id));
        Assert.Empty(OperationReport.Of(ops, "nothing like it"));
    }

    [Fact]
    public void Operations_UnderWay_TookAnUnknownTime()
    {
        var told = OperationReport.Of([Op(1, OpStatus.Done, "bank", 5), Op(2, OpStatus.Doing, "bank", null)], null);

        Assert.Null(told[0].Took);
        Assert.Equal(TimeSpan.FromSeconds(5), told[1].Took);
        Assert.Equal("kMigrateOP", told[1].Type);
    }

    private static OpInfo Op(ulong id, OpStatus status, string db, int? took) => new(
        id, OpType.Migrate, "kMigrateOP", status, null, new PartitionId(db, "t", 0), DateTimeOffset.UnixEpoch, took is { } s ? DateTimeOffset.UnixEpoch.AddSeconds(s) : null, false);

    private static ClusterStatus Status(ClusterSnapshot snapshot) => StatusReport.Of("prod", snapshot, []);
}
