using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Maintenance;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Tests.Maintenance.Support;

namespace Nightshift.Pegasus.Tests.Maintenance;

public class ObstaclesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Endpoint Server = Endpoint.Parse("127.0.0.1:34801");
    private ClusterSnapshot _healthy = null!;

    public async Task InitializeAsync()
    {
        await using var cluster = new FakeCluster();
        cluster.CreateTable("orders", 8, 3);
        _healthy = await cluster.Client.Read(SnapshotScope.Everything, default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Find_Healthy_Nothing() => Assert.Empty(Find(_healthy));

    [Fact]
    public void Find_NoLeader_Blocks() => Blocks("none of them leads", _healthy with { Metas = [.. _healthy.Metas.Select(meta => meta with { Role = MetaRole.Standby })] });

    [Fact]
    public void Find_TwoLeaders_Blocks() => Blocks("both lead", _healthy with { Metas = [.. _healthy.Metas.Select(meta => meta with { Role = MetaRole.Leader })] });

    [Fact]
    public void Find_NoNodes_Blocks() => Blocks("lists none", _healthy with { Nodes = [] });

    [Fact]
    public void Find_DeadNode_Blocks() => Blocks("is not alive", _healthy with { Nodes = _healthy.Nodes.SetItem(3, _healthy.Nodes[3] with { Alive = false }) });

    [Fact]
    public void Find_LoadingNode_Blocks() => Blocks("may be loading", _healthy with { Nodes = _healthy.Nodes.SetItem(3, _healthy.Nodes[3] with { Process = Reading<ServerInfo>.Unknown("no answer") }) });

    [Fact]
    public void Find_UnknownServer_Blocks() =>
        Assert.Contains(Obstacles.Find(_healthy, Examination() with { Server = Endpoint.Parse("127.0.0.1:1") }, new MaintenanceOptions()), finding => finding.Reason.Contains("does not list it", StringComparison.Ordinal));

    [Fact]
    public void Find_ThreeNodesOfMinimumThree_BlocksSinceItWouldFreeze() => Blocks("below 3 the meta server freezes", _healthy with { Nodes = _healthy.Nodes[..3] });

    [Fact]
    public void Find_PercentageTooLow_Blocks() => Blocks("below 90 %", Settings(settings => settings with { LivePercentage = Reading<int>.Known(90) }));

    [Fact]
    public void Find_ThresholdUnknown_Blocks() => Blocks("is not known", Settings(settings => settings with { MinLiveNodes = Reading<int>.Unknown("no page") }));

    [Fact]
    public void Find_FlowControlUnknown_Blocks() => Blocks("is not known", Settings(settings => settings with { FlowControl = Reading<bool>.Unknown("unknown command") }));

    [Fact]
    public void Find_LimitZero_BlocksAsAnotherToolAtWork() => Blocks("another tool is at work", Settings(settings => settings with { AddSecondaryMax = Reading<int>.Known(0) }));

    [Fact]
    public void Find_DelayOfFiftyHours_BlocksAsAnotherToolAtWork() => Blocks("it is 50 h", Settings(settings => settings with { AssignDelayMs = Reading<long>.Known(180_000_000) }));

    [Fact]
    public void Find_BlackList_Blocks() =>
        Assert.Contains(Find(_healthy, Examination() with { BlackList = Reading<string>.Known("127.0.0.1:34802") }), finding => finding is { Blocks: true, Thing: MetaSetting.BlackList });

    [Fact]
    public void Find_LevelFreezed_Blocks() => Blocks("no partition is cured", Settings(settings => settings with { Level = Reading<MetaLevel>.Known(MetaLevel.Freezed) }));

    [Fact]
    public void Find_EffectivelyFreezed_Blocks() => Blocks("acts as Freezed", _healthy with { Info = _healthy.Info with { Level = MetaLevel.Freezed } });

    [Fact]
    public void Find_MissingReplica_BlocksAndNamesThePartition() => Blocks("1 of its 8 partitions are not healthy, as [2]: it has 2 of 3 replicas", Partition(2, config => config with { Secondaries = config.Secondaries[..1] }));

    [Fact]
    public void Find_NoPrimary_Blocks() => Blocks("it has no primary", Partition(2, config => config with { Primary = null }));

    [Fact]
    public void Find_Splitting_Blocks() => Blocks("being split", Partition(2, config => config with { Ballot = -1 }));

    [Fact]
    public void Find_TwoReplicas_BlocksByNameUnlessAllowed()
    {
        var table = _healthy.Tables[0];
        var few = _healthy with
        {
            Tables = [table with { App = table.App with { Replicas = 2 }, Partitions = [.. table.Partitions.Select(config => config with { MaxReplicas = 2, Secondaries = config.Secondaries[..1] })] }],
        };
        Blocks("table orders: with 2 replicas each of its partitions is not writable", few);
        Assert.All(Find(few, Examination() with { AllowFewReplicas = true }), finding => Assert.False(finding.Blocks));
    }

    [Fact]
    public void Find_Duplicating_OnlyWarns()
    {
        var table = _healthy.Tables[0];
        Assert.False(Assert.Single(Find(_healthy with { Tables = [table with { App = table.App with { Duplicating = true } }] })).Blocks);
    }

    [Fact]
    public void Find_FifthRestart_Blocks()
    {
        var fifth = Assert.Single(Find(_healthy, Examination() with { Restarts = Reading<QuickRestarts>.Known(new QuickRestarts(5, TimeSpan.FromSeconds(42))) }));
        Assert.True(fifth.Blocks);
        Assert.Equal(
            $"replica server {Server}: this would be its 5th restart in a row before it had run for 600 s; from the 5th on the meta server ignores it as if it were dead (max_succssive_unstable_restart is 5);"
            + " try again after 12:00:42 UTC, when it has run for 600 s (in 42 s)",
            $"{fifth}");
        Assert.False(Assert.Single(Find(_healthy, Examination() with { Restarts = Reading<QuickRestarts>.Known(new QuickRestarts(4, TimeSpan.FromSeconds(42))) })).Blocks);
    }

    [Fact]
    public void Find_RestartsNotKnown_Blocks() =>
        Assert.Contains(Find(_healthy, Examination() with { Restarts = Reading<QuickRestarts>.Unknown("no answer") }), finding => finding.Blocks && finding.Reason.Contains("no answer", StringComparison.Ordinal));

    [Theory]
    [InlineData(0)]
    [InlineData(0, 700)]
    [InlineData(1, 30)]
    [InlineData(1, 30, 700)]
    [InlineData(3, 30, 200, 700, 1400)]
    [InlineData(2, 599, 1198, 1798)]
    [InlineData(5, 10, 20, 30, 40, 50)]
    public void QuickRestarts_Starts_AreCountedAsTheLeaderDoes(int expected, params int[] secondsAgo) =>
        Assert.Equal(expected, QuickRestarts.IfRestartedNow([.. secondsAgo.Select(seconds => TimeSpan.FromSeconds(seconds))], TimeSpan.FromSeconds(600)).Count);

    [Fact]
    public void Find_SeveralThings_TellsAllAtOnce() => Assert.True(Find(Settings(settings => settings with
    {
        AddSecondaryMax = Reading<int>.Known(0),
        Level = Reading<MetaLevel>.Known(MetaLevel.Blind),
        MinLiveNodes = Reading<int>.Unknown("no page"),
    })).Count >= 3);

    private static Examination Examination() => new(Server, false, Reading<string>.Known(""), Reading<QuickRestarts>.Known(QuickRestarts.None), Now);

    private static IReadOnlyList<Finding> Find(ClusterSnapshot snapshot, Examination? examination = null) => Obstacles.Find(snapshot, examination ?? Examination(), new MaintenanceOptions());

    private static void Blocks(string reason, ClusterSnapshot snapshot) =>
        Assert.Contains(Find(snapshot), finding => finding.Blocks && finding.ToString().Contains(reason, StringComparison.Ordinal));

    private ClusterSnapshot Settings(Func<MetaSettings, MetaSettings> change) => _healthy with { Settings = change(_healthy.Settings) };

    private ClusterSnapshot Partition(int index, Func<PartitionConfig, PartitionConfig> change)
    {
        var table = _healthy.Tables[0];
        return _healthy with { Tables = [table with { Partitions = table.Partitions.SetItem(index, change(table.Partitions[index])) }] };
    }
}
