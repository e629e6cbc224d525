using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Tests.Client.Support;

namespace Nightshift.Pegasus.Tests.Snapshots;

public class HealthCheckTests
{
    private static readonly StartSettings Start = new(Known(MetaLevel.Lively), Known(600_000L), Known(20), Known(true), Known(50));

    private static readonly MetaSettings Fine =
        new(Known(MetaLevel.Lively), Known(600_000L), Known(20), Known(true), Known(50), Known(3), Known(600), Known(5), Known(20), Known(22), Known(10_000)) { Started = Start };

    [Fact]
    public void Of_SoundCluster_FindsNothing() => Assert.Empty(HealthCheck.Of(Cluster()));

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Of_FewNodes_NamesTheThresholdWithOneLess(int nodes, bool found) =>
        Assert.Equal(found, HealthCheck.Of(Cluster() with { Nodes = Nodes(nodes) }).Any(f => f.Blocks && f.Thing == "freeze threshold"));

    [Fact]
    public void Of_ShareTooLow_NamesThePercentage()
    {
        var nodes = Nodes(8);
        nodes = [.. nodes.Select((n, i) => n with { Alive = i < 4 })];
        Assert.Contains(HealthCheck.Of(Cluster() with { Nodes = nodes }), f => f.Blocks && f.Reason.Contains("below 50 %", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_SettingsLeftBehind_NamesEach()
    {
        var settings = Fine with { Level = Known(MetaLevel.Steady), AssignDelayMs = Known(180_000_000L), AddSecondaryMax = Known(0), FlowControl = Known(false) };
        var found = HealthCheck.Of(Cluster() with { Settings = settings });
        Assert.Equal(
            ["meta level", MetaSetting.AddSecondaryMax, MetaSetting.AssignDelayMs, MetaSetting.AddSecondaryFlowControl], found.Select(f => f.Thing));
        Assert.Equal([MetaSetting.AddSecondaryMax], found.Where(f => f.Blocks).Select(f => f.Thing));
    }

    [Fact]
    public void Of_UnknownSetting_Blocks()
    {
        var found = HealthCheck.Of(Cluster() with { Settings = Fine with { Level = Reading<MetaLevel>.Unknown("no answer") } });
        Assert.Contains(found, f => f is { Thing: "meta level", Blocks: true } && f.Reason.Contains("no answer", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_SettingsNotAskedFor_AreNotJudged() => Assert.Empty(HealthCheck.Of(Cluster() with { Settings = SettingsReader.NotAsked }));

    [Fact]
    public void Of_Metas_NamesThoseThatAreAway()
    {
        var leader = new MetaStanding(Endpoint.Parse("127.0.0.1:34601"), MetaRole.Leader, null);
        var gone = new MetaStanding(Endpoint.Parse("127.0.0.1:34602"), MetaRole.Unreachable, "it refuses connections");
        var finding = Assert.Single(HealthCheck.Of(Cluster() with { Metas = [leader, gone] }));
        Assert.Equal(("meta server 127.0.0.1:34602", "it refuses connections", true), (finding.Thing, finding.Reason, finding.Blocks));
    }

    [Fact]
    public void Of_TableWithFewReplicas_IsNamed()
    {
        var two = Table(Partition(0, 0, 1) with { MaxReplicas = 2 }) with { App = FakeAnswers.Table(1, "two", 1, 2) };
        Assert.Contains(HealthCheck.Of(Cluster(two)), f => f is { Thing: "table two", Blocks: true } && f.Reason.Contains("while a server is away", StringComparison.Ordinal));
        var one = Table(Partition(0, 0) with { MaxReplicas = 1 }) with { App = FakeAnswers.Table(1, "one", 1, 1), MinReplicasToWrite = Known(1), MinReplicasByMeta = Known(1) };
        Assert.Contains(HealthCheck.Of(Cluster(one)), f => f.Reason.Contains("one replica", StringComparison.Ordinal));
        Assert.Contains(HealthCheck.Of(Cluster(one with { MinReplicasToWrite = Known(2) })), f => f.Reason.Contains("no writes at all", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_Duplicating_IsWorthKnowing()
    {
        var table = Table(Partition(0, 0, 1, 2)) with { App = FakeAnswers.Table(1, "t", 1) with { Duplicating = true } };
        Assert.False(Assert.Single(HealthCheck.Of(Cluster(table))).Blocks);
    }

    [Fact]
    public void Of_SplitUnderWay_Blocks() =>
        Assert.Contains(HealthCheck.Of(Cluster(Table(Partition(0, 0, 1, 2) with { Ballot = -1 }))), f => f.Blocks && f.Reason.Contains("split", StringComparison.Ordinal));

    [Fact]
    public void Of_PrimaryOnADeadServer_IsUnreadableThoughTheMetaServerSaysHealthy()
    {
        var cluster = Cluster(Table(Partition(0, 0, 1, 2)));
        cluster = cluster with { Nodes = [.. cluster.Nodes.Select((n, i) => n with { Alive = i != 0 })] };
        Assert.Contains(HealthCheck.Of(cluster), f => f.Reason.Contains("have no primary alive (HS_UNREADABLE: 1.0); the meta server says HS_HEALTHY", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new int[0], 2, PartitionHealth.Dead)]
    [InlineData(new[] { 0 }, 2, PartitionHealth.Unwritable)]
    [InlineData(new[] { 0 }, 1, PartitionHealth.WritableIll)]
    [InlineData(new[] { 0, 1 }, 2, PartitionHealth.WritableIll)]
    [InlineData(new[] { 0, 1 }, 3, PartitionHealth.Unwritable)]
    [InlineData(new[] { 0, 1, 2 }, 2, PartitionHealth.Healthy)]
    public void ByMeta_Members_AreJudgedAsUpstreamDoes(int[] members, int least, PartitionHealth health) =>
        Assert.Equal(health, PartitionJudge.ByMeta(Partition(0, members), least));

    [Fact]
    public void ByMeta_NoPrimaryButSecondaries_IsUnreadable() =>
        Assert.Equal(PartitionHealth.Unreadable, PartitionJudge.ByMeta(Partition(0, 0, 1, 2) with { Primary = null }, 2));

    [Fact]
    public void Really_MembersOnDeadServers_DoNotCount()
    {
        var partition = Partition(0, 0, 1, 2);
        Assert.Equal(PartitionHealth.Unwritable, PartitionJudge.Really(partition, 2, new HashSet<Server> { Node(0) }));
        Assert.Equal(PartitionHealth.WritableIll, PartitionJudge.Really(partition, 2, new HashSet<Server> { Node(0), Node(2) }));
        Assert.Equal(PartitionHealth.Unreadable, PartitionJudge.Really(partition, 2, new HashSet<Server> { Node(1), Node(2) }));
        Assert.Equal(PartitionHealth.Dead, PartitionJudge.Really(partition, 2, new HashSet<Server>()));
    }

    private static Reading<T> Known<T>(T value) => Reading<T>.Known(value);

    private static Server Node(int n) => FakeAnswers.Old(n + 1);

    private static ImmutableArray<NodeState> Nodes(int count) =>
        [.. Enumerable.Range(0, count).Select(n => new NodeState(Node(n), true, Known(new ServerInfo("2.5.0", "0ca", "2026-11-20 10:00:00", Generation.Addresses))))];

    private static PartitionConfig Partition(int index, params int[] members) => new(
        new Gpid(1, index), 3, 3, members.Length == 0 ? null : Node(members[0]), [.. members.Skip(1).Select(Node)], [], 41, 0);

    private static TableState Table(params PartitionConfig[] partitions) =>
        new(FakeAnswers.Table(1, "t", partitions.Length), [.. partitions], Known(2)) { MinReplicasByMeta = Known(2) };

    private static ClusterSnapshot Cluster(params TableState[] tables)
    {
        MetaStanding[] metas = [new(Endpoint.Parse("127.0.0.1:34601"), MetaRole.Leader, null), new(Endpoint.Parse("127.0.0.1:34602"), MetaRole.Standby, null)];
        var info = new ClusterInfo([.. metas.Select(m => m.Address)], metas[0].Address, "/pegasus/c1", MetaLevel.Lively, "c1", new Dictionary<string, string>());
        return new ClusterSnapshot(metas[0].Address, info, [.. metas], Nodes(5), tables.Length == 0 ? [Table(Partition(0, 0, 1, 2))] : [.. tables], Fine);
    }
}
