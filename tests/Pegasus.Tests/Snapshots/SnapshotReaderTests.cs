using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Tests.Client.Support;

namespace Nightshift.Pegasus.Tests.Snapshots;

public class SnapshotReaderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_Everything_IsReadAndNotAssumed(bool names)
    {
        await using var cluster = new FakeCluster(3, 4, names);
        await using var client = Clients.Of(Clients.Quick, [cluster.Address]);
        var snapshot = await Reader(client).Read(SnapshotScope.Everything, None);
        Assert.Equal(cluster.Address, snapshot.Leader);
        Assert.Equal("c1", snapshot.Info.ClusterName);
        Assert.Equal(MetaRole.Leader, Assert.Single(snapshot.Metas).Role);
        Assert.Equal(5, snapshot.Nodes.Length);
        Assert.All(snapshot.Nodes, n => Assert.Equal("2.5.0", n.Process.Value.Version));
        Assert.Equal([1, 2, 3], snapshot.Tables.Select(t => t.App.Id));
        Assert.All(snapshot.Tables, t => Assert.Equal((4, 2), (t.Partitions.Length, t.MinReplicasToWrite.Value)));
        Assert.All(snapshot.Tables.SelectMany(t => t.Partitions), p => Assert.Equal(3, p.MemberCount));
        var settings = snapshot.Settings;
        Assert.Equal((MetaLevel.Steady, 600_000, 20, true), (settings.Level.Value, settings.AssignDelayMs.Value, settings.AddSecondaryMax.Value, settings.FlowControl.Value));
        Assert.Equal((50, 3, 600, 5), (settings.LivePercentage.Value, settings.MinLiveNodes.Value, settings.StableAfterSeconds.Value, settings.MaxUnstableRestarts.Value));
        Assert.Equal((20, 22, 10_000), (settings.LeaseSeconds.Value, settings.GraceSeconds.Value, settings.SessionTimeoutMs.Value));
        Assert.Equal(MetaLevel.Steady, settings.Started.Level.Value);
        Assert.DoesNotContain(HealthCheck.Of(snapshot), f => f.Blocks);
    }

    [Fact]
    public async Task Read_KeysThatAreMissing_AreUnknownWithAReason()
    {
        await using var cluster = new FakeCluster(1, 2);
        cluster.Config.Remove("fd_lease_seconds");
        cluster.Config["min_live_node_count_for_unfreeze"] = "many";
        cluster.Live.Remove(MetaSetting.LivePercentage);
        await using var client = Clients.Of(Clients.Quick, [cluster.Address]);
        var settings = (await Reader(client).Read(SnapshotScope.Everything, None)).Settings;
        Assert.Contains("no key fd_lease_seconds", settings.LeaseSeconds.Reason, StringComparison.Ordinal);
        Assert.Contains("many", settings.MinLiveNodes.Reason, StringComparison.Ordinal);
        Assert.False(settings.LivePercentage.IsKnown);
    }

    [Fact]
    public async Task Read_Placement_AsksForNoSettingsAndKeepsTheWriteRuleForAWhile()
    {
        await using var cluster = new FakeCluster(1, 2);
        await using var client = Clients.Of(Clients.Quick, [cluster.Address]);
        var reader = Reader(client);
        Assert.Equal(2, (await reader.Read(SnapshotScope.Placement, None)).Tables[0].MinReplicasToWrite.Value);
        cluster.Config["mutation_2pc_min_replica_count"] = "3";
        var second = await reader.Read(SnapshotScope.Placement, None);
        Assert.Equal(2, second.Tables[0].MinReplicasToWrite.Value);
        Assert.False(second.Settings.Level.IsKnown);
        Assert.Equal(0, cluster.Server.Count("RPC_CLI_CLI_CALL"));
        Assert.Equal(3, (await reader.Read(new SnapshotScope(Settings: true), None)).Tables[0].MinReplicasToWrite.Value);
    }

    [Theory]
    [InlineData("0", 3, 2)]
    [InlineData("0", 2, 1)]
    [InlineData("0", 4, 3)]
    [InlineData("0", 5, 3)]
    [InlineData("1", 3, 1)]
    public async Task Read_WriteRule_IsWhatItMeansForTheTable(string key, int replicas, int needed)
    {
        await using var cluster = new FakeCluster(1, 1);
        cluster.Config["mutation_2pc_min_replica_count"] = key;
        cluster.Tables[0] = cluster.Tables[0] with { Replicas = replicas };
        await using var client = Clients.Of(Clients.Quick, [cluster.Address]);
        Assert.Equal(needed, (await Reader(client).Read(SnapshotScope.Placement, None)).Tables[0].MinReplicasToWrite.Value);
    }

    [Fact]
    public async Task Read_TableDroppedMeanwhile_IsLookedAtAgain()
    {
        await using var cluster = new FakeCluster(2, 2);
        var both = cluster.Tables;
        cluster.Instead = r =>
        {
            if (r.Method == "RPC_CM_LIST_APPS" && cluster.Tables.Length == 2)
            {
                cluster.Tables = [both[0]];
                return FakeAnswers.Apps(r, both);
            }

            return null;
        };
        await using var client = Clients.Of(Clients.Quick, [cluster.Address]);
        Assert.Equal("table1", Assert.Single((await Reader(client).Read(SnapshotScope.Placement, None)).Tables).App.Name);
    }

    [Fact]
    public async Task Read_LeaderChangesMeanwhile_IsLookedAtAgain()
    {
        await using var first = new FakeCluster(1, 2);
        await using var second = new FakeCluster(2, 2);
        var moved = false;
        first.Asked = r => moved |= r.Method == "RPC_CM_LIST_APPS";
        first.Instead = r => moved && r.Method != "RPC_CM_LIST_APPS" ? Clients.Standby(r, second.Address) : null;
        second.Instead = r => moved ? null : Clients.Standby(r, first.Address);
        await using var client = Clients.Of(Clients.Quick, [first.Address, second.Address]);
        var snapshot = await Reader(client).Read(SnapshotScope.Placement, None);
        Assert.Equal(second.Address, snapshot.Leader);
        Assert.Equal(2, snapshot.Tables.Length);
    }

    [Fact]
    public async Task Read_TableBeingCreated_HasNoPartitionsYet()
    {
        await using var cluster = new FakeCluster(1, 2);
        cluster.Tables[0] = cluster.Tables[0] with { Status = AppStatus.Creating };
        await using var client = Clients.Of(Clients.Quick, [cluster.Address]);
        var snapshot = await Reader(client).Read(SnapshotScope.Placement, None);
        Assert.Empty(snapshot.Tables[0].Partitions);
        Assert.Contains(HealthCheck.Of(snapshot), f => f is { Blocks: true, Thing: "table table1" });
    }

    private static SnapshotReader Reader(IPegasusClient client) => new(client, TimeProvider.System);
}
