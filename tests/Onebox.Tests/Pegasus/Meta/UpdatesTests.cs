using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>Changes of partitions: one write each, one at a time, and what follows them at once.</summary>
public sealed class UpdatesTests : IAsyncLifetime
{
    private readonly Brain _brain = new(new TestConfiguration { ["onebox/meta_retry_ms"] = "1" }, 1, 2, 3, 4);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _brain.DisposeAsync();

    [Fact]
    public async Task UpdateAsync_Accepted_IsAnsweredAfterTheWrite()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        var answer = _brain.Ask(app, ConfigType.DowngradeToInactive, 3, 1, 2);
        Assert.False(answer.IsCompleted);
        Assert.Equal(3, app.Partitions[0].Ballot);
        await _brain.WrittenAsync(app);
        await answer;
        Assert.Equal(4, app.Partitions[0].Ballot);
        Assert.Equal([Brain.Node(2)], app.Partitions[0].Secondaries);
        Assert.Equal([Brain.Node(3)], app.Partitions[0].LastDrops);
        Assert.Equal([Brain.Node(3)], app.Contexts[0].Dropped.Select(each => each.Node));
        Assert.Equal(0, _brain.Cluster.Nodes[Brain.Node(3)].PartitionCount);
    }

    [Theory]
    [InlineData(false, "AddSecondary 1.0 1 3")]
    [InlineData(true, "")]
    public async Task UpdateAsync_SecondaryGone_NewOneIsAskedForAtOnceWithoutFlowControlAlone(bool flowControl, string sent)
    {
        _brain.Settings.FlowControl = flowControl;
        var app = _brain.Table(1, 1, 1, [2, 3]);
        _ = _brain.Ask(app, ConfigType.DowngradeToInactive, 3, 1, 2);
        await _brain.WrittenAsync(app);
        Assert.Equal(sent, string.Join(',', _brain.Sent.Take()));
        Assert.False(app.Contexts[0].Actions.IsEmpty);
    }

    [Fact]
    public async Task UpdateAsync_PrimaryStepsDown_QueuedUpgradeFollowsAtOnce()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        app.Contexts[0].Actions.AssignBalancer([Brain.Action(ConfigType.DowngradeToSecondary, 1, 1), Brain.Action(ConfigType.UpgradeToPrimary, 3, 3)]);
        _ = _brain.Ask(app, ConfigType.DowngradeToSecondary, 1, 0, 2, 3, 1);
        await _brain.WrittenAsync(app);
        Assert.Equal(["UpgradeToPrimary 1.0 3 3"], _brain.Sent.Take());
    }

    [Fact]
    public async Task UpdateAsync_PrimaryStepsDownWithoutQueue_CureElectsOneOfItsOwn()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        _ = _brain.Ask(app, ConfigType.DowngradeToSecondary, 1, 0, 2, 3, 1);
        await _brain.WrittenAsync(app);
        Assert.StartsWith("UpgradeToPrimary 1.0", Assert.Single(_brain.Sent.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateAsync_AnotherUnderWay_IsNeverAnswered()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        var first = _brain.Ask(app, ConfigType.DowngradeToInactive, 3, 1, 2);
        Assert.Same(RpcAnswer.Never, await _brain.Ask(app, ConfigType.DowngradeToInactive, 2, 1, 3));
        await _brain.WrittenAsync(app);
        Assert.NotSame(RpcAnswer.Never, await first);
    }

    [Fact]
    public async Task UpdateAsync_WrongBallotOrRepeated_AnsweredWithoutWrite()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        app.Partitions[0].Ballot = 9;
        await _brain.Updates.UpdateAsync(new ConfigurationUpdateRequest { Config = app.Partitions[0].Copy(), Type = ConfigType.PrimaryForceUpdateBallot, Node = Brain.Node(1) });
        var stale = app.Partitions[0].Copy();
        stale.Ballot = 8;
        await _brain.Updates.UpdateAsync(new ConfigurationUpdateRequest { Config = stale, Type = ConfigType.DowngradeToInactive, Node = Brain.Node(2) });
        Assert.Equal(0, _brain.Storage.Waiting);
    }

    [Fact]
    public async Task UpdateAsync_Freezed_RefusedWithoutWrite()
    {
        _brain.Configuration["meta_server/min_live_node_count_for_unfreeze"] = "9";
        var app = _brain.Table(1, 1, 1, [2, 3]);
        var answer = await _brain.Ask(app, ConfigType.DowngradeToInactive, 3, 1, 2);
        Assert.Contains("4552525f53544154455f46524545", Hex(answer), StringComparison.Ordinal);
        Assert.Equal(0, _brain.Storage.Waiting);
    }

    [Fact]
    public async Task UpdateAsync_WriteTimesOut_IsTriedAgain()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        var answer = _brain.Ask(app, ConfigType.DowngradeToInactive, 3, 1, 2);
        _brain.Storage.End(StorageResult.Timeout);
        await Eventually.True("it is written again", () => _brain.Storage.Waiting == 1);
        await _brain.WrittenAsync(app);
        await answer;
        Assert.Equal(4, app.Partitions[0].Ballot);
    }

    [Fact]
    public async Task UpdateAsync_LevelBlindMeanwhile_WriteIsHeldBackUntilItIsRaised()
    {
        _brain.Settings.Level = MetaLevel.Blind;
        var app = _brain.Table(1, 1, 1, [2, 3]);
        lock (_brain.Cluster.Gate)
        {
            _brain.Updates.NodeDead(app, 0, Brain.Node(1));
        }

        Assert.Equal(0, _brain.Storage.Waiting);
        _brain.Settings.Level = MetaLevel.Steady;
        await Eventually.True("it is written", () => _brain.Storage.Waiting == 1);
        await _brain.WrittenAsync(app);
        Assert.False(app.Partitions[0].Primary.IsValid);
    }

    [Fact]
    public async Task NodeDead_PrimaryWhileItsOwnChangeIsUnderWay_GoesBeforeIt()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        var answer = _brain.Ask(app, ConfigType.DowngradeToInactive, 3, 1, 2);
        _brain.Kill(1);
        lock (_brain.Cluster.Gate)
        {
            _brain.Updates.NodeDead(app, 0, Brain.Node(1));
        }

        Assert.Same(RpcAnswer.Never, await answer);
        _brain.Storage.End();
        await _brain.WrittenAsync(app);
        Assert.Equal([Brain.Node(2), Brain.Node(3)], app.Partitions[0].Secondaries);
        Assert.StartsWith("UpgradeToPrimary 1.0 2", Assert.Single(_brain.Sent.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void NodeDead_Secondary_PrimaryIsAskedToDropIt()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        lock (_brain.Cluster.Gate)
        {
            _brain.Updates.NodeDead(app, 0, Brain.Node(3));
        }

        Assert.Equal(["DowngradeToInactive 1.0 1 3"], _brain.Sent.Take());
    }

    [Fact]
    public void MaintainDrops_KeepsTheLastThree()
    {
        IReadOnlyList<NodeAddress> drops = [];
        for (var port = 1; port <= 5; port++)
        {
            drops = PartitionRules.MaintainDrops(drops, Brain.Node(port), ConfigType.Remove);
        }

        Assert.Equal([Brain.Node(3), Brain.Node(4), Brain.Node(5)], drops);
        Assert.Equal([Brain.Node(3), Brain.Node(5)], PartitionRules.MaintainDrops(drops, Brain.Node(4), ConfigType.UpgradeToSecondary));
        Assert.Equal(drops, PartitionRules.MaintainDrops(drops, Brain.Node(4), ConfigType.DowngradeToSecondary));
    }

    private static string Hex(RpcAnswer answer)
        => Convert.ToHexStringLower(ReplyFrame.Write(answer.Error, RpcNames.UpdatePartitionConfiguration, 1, WireGeneration.Address, answer.Result).Span);
}
