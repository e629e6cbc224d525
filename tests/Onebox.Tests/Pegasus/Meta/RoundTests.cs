using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>The leader's round: limits, queue, levels, freeze, balancer.</summary>
public sealed class RoundTests : IAsyncLifetime
{
    private readonly Brain _brain = new([], 1, 2, 3, 4, 5);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _brain.DisposeAsync();

    [Theory]
    [InlineData(false, 0, 8)]
    [InlineData(true, 0, 0)]
    [InlineData(true, 3, 3)]
    [InlineData(true, 100, 8)]
    public void Run_SecondariesMissing_AreAddedUpToTheLimitUnderFlowControlAlone(bool flowControl, int limit, int sent)
    {
        (_brain.Settings.FlowControl, _brain.Settings.AddSecondaryMaxCount) = (flowControl, limit);
        _brain.Table(1, 8, 1, [2], [3]);
        _brain.Round.Run();
        Assert.Equal(sent, _brain.Sent.Take().Count(each => each.StartsWith("AddSecondary", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_LimitIsPerNode()
    {
        (_brain.Settings.FlowControl, _brain.Settings.AddSecondaryMaxCount) = (true, 1);
        _brain.Table(1, 3, 1, [2], [3]);
        _brain.Table(2, 3, 1, [2], [4]);
        _brain.Round.Run();
        Assert.Equal(["AddSecondary 1.0 1 3", "AddSecondary 2.0 1 4"], _brain.Sent.Take());
    }

    [Fact]
    public void Run_PartitionsWithoutAnySecondary_GoFirst()
    {
        (_brain.Settings.FlowControl, _brain.Settings.AddSecondaryMaxCount) = (true, 1);
        _brain.Table(1, 2, 1, [2], [3]);
        _brain.Table(2, 1, 1, [], [3]);
        _brain.Round.Run();
        Assert.Equal(["AddSecondary 2.0 1 3"], _brain.Sent.Take());
    }

    [Fact]
    public void Run_UnfinishedAdditions_AreSentAgainAndCountForTheLimit()
    {
        (_brain.Settings.FlowControl, _brain.Settings.AddSecondaryMaxCount) = (true, 2);
        _brain.Table(1, 5, 1, [2], [3]);
        _brain.Round.Run();
        var first = _brain.Sent.Take();
        _brain.Round.Run();
        Assert.Equal(first, _brain.Sent.Take());
    }

    [Fact]
    public void Run_HeldAddition_IsPendingAndRefusesProposalsThatAreNotForced()
    {
        (_brain.Settings.FlowControl, _brain.Settings.AddSecondaryMaxCount) = (true, 0);
        _brain.Table(1, 1, 1, [2], [3]);
        _brain.Round.Run();
        Assert.Empty(_brain.Sent.Take());
        Assert.Equal(ErrorCode.InvalidParameters, Propose(1, ConfigType.DowngradeToInactive, 1, 2));
        Assert.Equal(ErrorCode.Ok, Propose(1, ConfigType.DowngradeToInactive, 1, 2, force: true));
        Assert.Equal(["DowngradeToInactive 1.0 1 2"], _brain.Sent.Take());
    }

    [Fact]
    public void Propose_Queued_RunsAtTheNextRoundAndOnlyOnce()
    {
        _brain.Table(1, 1, 1, [2, 3]);
        Assert.Equal(ErrorCode.Ok, Propose(1, ConfigType.DowngradeToSecondary, 1, 1));
        Assert.Empty(_brain.Sent.Take());
        Assert.Equal(ErrorCode.InvalidParameters, Propose(1, ConfigType.DowngradeToSecondary, 1, 1));
        _brain.Round.Run();
        Assert.Equal(["DowngradeToSecondary 1.0 1 1"], _brain.Sent.Take());
    }

    [Fact]
    public void Propose_NodeThatDoesNotExist_IsAcceptedAndSilentlyDropped()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        Assert.Equal(ErrorCode.Ok, Propose(1, ConfigType.AddSecondary, 1, 99));
        _brain.Round.Run();
        Assert.Empty(_brain.Sent.Take());
        Assert.True(app.Contexts[0].Actions.IsEmpty);
    }

    [Theory]
    [InlineData(7, 0, 1)]
    [InlineData(1, 5, 1)]
    [InlineData(1, -1, 1)]
    public void Propose_UnknownTableOrPartition_Refused(int app, int index, int target)
    {
        _brain.Table(1, 1, 1, [2, 3]);
        var request = new BalancerRequest { Gpid = new Gpid(app, index), Actions = [Brain.Action(ConfigType.Remove, target, 2)] };
        Assert.Equal(ErrorCode.InvalidParameters, _brain.Proposals.Propose(request));
    }

    [Fact]
    public void Propose_EmptyTarget_IsThePrimaryIfThereIsOne()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        Assert.Equal(ErrorCode.Ok, Propose(1, ConfigType.DowngradeToInactive, 0, 2));
        Assert.Equal(Brain.Node(1), app.Contexts[0].Actions.Front.Target);
        _brain.Table(2, 1, 0, [2, 3]);
        Assert.Equal(ErrorCode.InvalidParameters, Propose(2, ConfigType.DowngradeToInactive, 0, 2));
    }

    [Fact]
    public void Propose_ForcedList_GoesOutAtOnceWithoutOrderOrLook()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        var request = new BalancerRequest
        {
            Gpid = new Gpid(1, 0), Force = true, Actions = [Brain.Action(ConfigType.DowngradeToSecondary, 1, 1), Brain.Action(ConfigType.UpgradeToPrimary, 9, 9)],
        };
        Assert.Equal(ErrorCode.Ok, _brain.Proposals.Propose(request));
        Assert.Equal(["DowngradeToSecondary 1.0 1 1", "UpgradeToPrimary 1.0 9 9"], _brain.Sent.Take());
        Assert.True(app.Contexts[0].Actions.IsEmpty);
    }

    [Fact]
    public void Propose_FaultDropsProposals_AcceptedWithoutEffectThatManyTimes()
    {
        _brain.Faults["drop_proposals"] = 2;
        var app = _brain.Table(1, 1, 1, [2, 3]);
        Assert.Equal(ErrorCode.Ok, Propose(1, ConfigType.DowngradeToInactive, 1, 2, force: true));
        Assert.Equal(ErrorCode.Ok, Propose(1, ConfigType.DowngradeToInactive, 1, 2));
        Assert.Empty(_brain.Sent.Take());
        Assert.True(app.Contexts[0].Actions.IsEmpty);
        Assert.Equal(ErrorCode.Ok, Propose(1, ConfigType.DowngradeToInactive, 1, 2));
        Assert.False(app.Contexts[0].Actions.IsEmpty);
    }

    [Fact]
    public void Clear_ForgetsWhatIsQueued()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        Propose(1, ConfigType.DowngradeToSecondary, 1, 1);
        _brain.Proposals.Clear();
        Assert.True(app.Contexts[0].Actions.IsEmpty);
    }

    [Theory]
    [InlineData((int)MetaLevel.Freezed, false)]
    [InlineData((int)MetaLevel.Steady, true)]
    public void Run_Freezed_DoesNothing(int level, bool cures)
    {
        _brain.Settings.Level = (MetaLevel)level;
        _brain.Table(1, 1, 0, [2, 3]);
        _brain.Round.Run();
        Assert.Equal(cures, _brain.Sent.Take().Length > 0);
    }

    [Theory]
    [InlineData(3, 65, 2, true)]
    [InlineData(3, 0, 3, false)]
    [InlineData(3, 65, 3, true)]
    [InlineData(3, 60, 3, false)]
    [InlineData(1, 20, 1, false)]
    public void MustFreeze_TooFewAliveByNumberOrShare(int least, int percentage, int alive, bool freezes)
    {
        _brain.Configuration["meta_server/min_live_node_count_for_unfreeze"] = $"{least}";
        _brain.Time.Advance(TimeSpan.FromMinutes(1));
        for (var port = 1; port <= alive; port++)
        {
            _brain.Revive(port);
        }

        _brain.Detector.Check();
        Assert.Equal(5 - alive, _brain.Detector.Dead.Count);
        Assert.Equal(freezes, _brain.Detector.MustFreeze(percentage));
    }

    [Fact]
    public void Run_UnevenPrimaries_CountedAtSteadyAndMovedAtLively()
    {
        var app = _brain.Table(1, 6, 1, [2, 3]);
        Assert.Equal((0, 0, 0), _brain.Balancer.Counts);
        Collect();
        _brain.Round.Run();
        Assert.Equal((4, 0, 0), _brain.Balancer.Counts);
        Assert.Empty(_brain.Sent.Take());
        _brain.Settings.Level = MetaLevel.Lively;
        _brain.Round.Run();
        Assert.Equal(4, _brain.Sent.Take().Count(each => each.StartsWith("DowngradeToSecondary", StringComparison.Ordinal)));

        void Collect()
        {
            for (var index = 0; index < app.Partitions.Length; index++)
            {
                foreach (var node in new[] { 1, 2, 3 })
                {
                    _brain.Guardian.Collect(app, Brain.Node(node), new ReplicaInfo { Pid = new Gpid(1, index) });
                }
            }
        }
    }

    [Fact]
    public void IsStable_QuickRestarts_RefusedFromTheFifthOnUntilItHasRunForAWhile()
    {
        var started = _brain.Time.NowMs;
        Assert.True(Beacon(started));
        for (var restart = 1; restart < 5; restart++)
        {
            Assert.True(Beacon(started += 1000));
        }

        Assert.False(Beacon(started += 1000));
        Assert.False(Beacon(started));
        _brain.Time.Advance(TimeSpan.FromSeconds(700));
        Assert.True(Beacon(started));

        bool Beacon(long start) => _brain.Detector.IsStable(new BeaconMessage { From = Brain.Node(1), StartTime = start });
    }

    private ErrorCode Propose(int app, ConfigType type, int target, int node, bool? force = null)
        => _brain.Proposals.Propose(new BalancerRequest { Gpid = new Gpid(app, 0), Actions = [Brain.Action(type, target, node)], Force = force });
}
