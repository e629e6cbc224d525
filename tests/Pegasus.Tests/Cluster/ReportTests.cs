using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using static Nightshift.Pegasus.Tests.Cluster.Five;

namespace Nightshift.Pegasus.Tests.Cluster;

public sealed class ReportTests
{
    [Fact]
    public void Status_GoodCluster_IsHealthyAndTellsRolesVersionsAndStarts()
    {
        var status = Status(Five.Good);

        Assert.Equal(Health.Healthy, status.Health);
        Assert.Equal(
            ["leader, since 2026-11-20 10:00:00", "standby, since 2026-11-20 10:00:00", "primary of 1 of 1 replicas, since 2026-11-20 10:00:00", "primary of 1 of 2 replicas, since 2026-11-20 10:00:00"],
            status.Nodes.Take(4).Select(node => node.Note));
        Assert.All(status.Nodes, node => Assert.Equal("2.5.0", node.Version));
        Assert.Equal("cluster c1: 1 tables, 2 partitions", status.Summary);
        Assert.Equal("steady", status.Settings["level"]);
        Assert.Equal("10 min", status.Settings["assign delay"]);
        Assert.Equal("3 replica servers or 50 % alive", status.Settings["freezes below"]);
    }

    [Fact]
    public void Status_AnythingUnknown_IsNeverHealthyAndSaysWhy()
    {
        var unread = Five.Good.Set(settings => settings with { Level = Reading<MetaLevel>.Unknown("no answer in 2 s") });
        var loading = Five.Good with { Nodes = [.. Five.Good.Nodes.Select(node => node.Server == A ? node with { Process = Reading<ServerInfo>.Unknown("it loads its replicas") } : node)] };

        Assert.Equal(Health.Unknown, Status(unread).Health);
        Assert.Equal("unknown (no answer in 2 s), effective steady", Status(unread).Settings["level"]);
        Assert.Equal(Health.Unknown, Status(loading).Health);
        Assert.Contains(Status(loading).Nodes, node => node is { Name: "10.0.0.1:34801", Health: Health.Unknown, Version: null } && node.Note.EndsWith("it loads its replicas", StringComparison.Ordinal));
    }

    [Fact]
    public void Status_MetaServerThatWasNotAsked_IsUnknown() =>
        Assert.Equal(Health.Unknown, StatusReport.Of("prod", Five.Good, new Dictionary<Endpoint, Reading<ServerInfo>>(), []).Health);

    [Fact]
    public void Status_FrozenByItself_IsDegradedAndShowsBothLevels()
    {
        var status = Status(Five.Good.Effective(MetaLevel.Freezed));

        Assert.Equal(Health.Degraded, status.Health);
        Assert.Equal("steady, effective freezed", status.Settings["level"]);
    }

    [Fact]
    public void Status_DeadServer_IsDownWithWhatItHeld()
    {
        var dead = Assert.Single(Status(Five.Good.Dead(B)).Nodes, node => node.Health == Health.Down);

        Assert.Equal(("10.0.0.2:34801", "the meta server gets no beacons from it; primary of 1 of 2 replicas"), (dead.Name, dead.Note));
    }

    [Fact]
    public void Status_FlowControlOff_SaysThatTheLimitHasNoEffect() =>
        Assert.Equal("20 (without effect, flow control is off)", Status(Five.Good.Set(settings => settings with { FlowControl = Known(false) })).Settings["secondaries added at once"]);

    [Fact]
    public void Tables_MemberOnADeadServer_IsMissing()
    {
        var table = Assert.Single(TableReport.Of(Five.Good.Dead(C)));

        Assert.Equal((Health.Degraded, "2 replica(s) missing"), (table.Health, table.Note));
    }

    [Fact]
    public void Tables_PrimaryOnADeadServer_IsDown()
    {
        var table = Assert.Single(TableReport.Of(Five.Good.Dead(A)));

        Assert.Equal(Health.Down, table.Health);
        Assert.StartsWith("1 partition(s) without a primary", table.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_OneReplicaOfThree_TakesNoWrites()
    {
        var table = Assert.Single(TableReport.Of(Five.With(Partition(0, A), Partition(1, B, C, D))));

        Assert.Equal((Health.Down, "1 partition(s) take no writes, 2 replica(s) missing"), (table.Health, table.Note));
    }

    [Fact]
    public void Tables_WritesNeededUnknown_IsNotHealthy()
    {
        var snapshot = Five.Good with { Tables = [Five.Good.Tables[0] with { MinReplicasToWrite = Reading<int>.Unknown("no /config") }] };

        Assert.Equal(Health.Unknown, Assert.Single(TableReport.Of(snapshot)).Health);
    }

    [Fact]
    public void Partitions_LearnerAndStrayPrimary_AreTold()
    {
        var table = Five.With(Partition(0, A, B), Partition(1, B, C, D)).Tables[0];
        var held = new Dictionary<Server, Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>>
        {
            [A] = Held(new ReplicaInfo(new Gpid(2, 0), 7, ReplicaStatus.Primary, 120, 121, 90, "ssd")),
            [B] = Held(new ReplicaInfo(new Gpid(2, 1), 7, ReplicaStatus.Inactive, 30, 30, 30, "ssd")),
            [E] = Held(new ReplicaInfo(new Gpid(2, 0), 7, ReplicaStatus.PotentialSecondary, 60, 60, 60, "ssd")),
        };

        var partitions = PartitionReport.Of(table, Five.Good.Alive(), held);

        Assert.Equal((Health.Degraded, "10.0.0.1:34801", "ballot 7, decree 120", "2 of 3 replicas"), (partitions[0].Health, partitions[0].Leader, partitions[0].Version, partitions[0].Note));
        Assert.Equal(["10.0.0.2:34801", "10.0.0.5:34801 (learning)"], partitions[0].Followers);
        Assert.Equal((Health.Degraded, "its primary calls itself inactive"), (partitions[1].Health, partitions[1].Note));
    }

    [Theory]
    [InlineData("move_pri=2,copy_pri=0,copy_sec=1,total=3")]
    [InlineData("""{"move_pri": 2, "copy_pri": 0, "copy_sec": 1, "total": 3}""")]
    public void Operations_BalanceCounts_AreReadFromBothGenerations(string counts)
    {
        var snapshot = Five.Good with { Info = Five.Good.Info with { All = new Dictionary<string, string> { ["balance_operation_count"] = counts } } };

        Assert.Equal(["move_pri 2 to balance counted only", "copy_sec 1 to balance counted only"],
            OperationReport.Of(snapshot, [], [], null).Select(operation => $"{operation.Type} {operation.Task} {operation.State}"));
    }

    [Fact]
    public void Operations_HealingAndLearning_AreListedAndFiltered()
    {
        var snapshot = Five.With(Partition(0, A, B), Partition(1, null, C, D));
        var learner = (E, new ReplicaInfo(new Gpid(2, 0), 7, ReplicaStatus.PotentialSecondary, 60, 60, 60, "ssd"));

        var operations = OperationReport.Of(snapshot, [learner], [(D, "no answer in 2 s")], null);

        Assert.Equal(["add secondary", "elect", "learn", "learn"], operations.Select(operation => operation.Type));
        Assert.Equal(["unknown"], OperationReport.Of(snapshot, [learner], [(D, "no answer in 2 s")], "no answer").Select(operation => operation.State));
    }

    private static Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>> Held(params ReplicaInfo[] replicas) =>
        Reading<IReadOnlyDictionary<Gpid, ReplicaInfo>>.Known(replicas.ToDictionary(replica => replica.Id));

    private static ClusterStatus Status(ClusterSnapshot snapshot) =>
        StatusReport.Of("prod", snapshot, snapshot.Metas.ToDictionary(meta => meta.Address, _ => Known(Process("2.5.0"))), []);
}
