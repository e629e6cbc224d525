using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>Rules of the guardian: what is done for a partition, and when.</summary>
public sealed class GuardianTests : IAsyncLifetime
{
    private readonly Brain _brain = new(
        new TestConfiguration { ["meta_server/replica_assign_delay_ms_for_dropouts"] = "600000", ["meta_server/max_reserved_dropped_replicas"] = "3" }, 1, 2, 3, 4, 5);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _brain.DisposeAsync();

    [Fact]
    public void Cure_Complete_NothingToDo()
        => Assert.Equal("Healthy", _brain.Cure(_brain.Table(1, 1, 1, [2, 3])));

    [Fact]
    public void Cure_PrimaryMissing_UpgradesTheAliveSecondaryWithTheFewestPrimaries()
    {
        _brain.Table(1, 4, 2, [1, 3]);
        var app = _brain.Table(1, 2, 0, [1, 2, 3]);
        _brain.Place(app, 1, 2, [1, 3]);
        Assert.Equal("Ill UpgradeToPrimary 1 1", _brain.Cure(app));
        _brain.Kill(1);
        Assert.Equal("Ill UpgradeToPrimary 3 3", _brain.Cure(app));
    }

    [Fact]
    public void Cure_PrimaryChosenButNotThereYet_CountsForTheNextPartition()
    {
        var app = _brain.Table(1, 2, 0, [1, 2]);
        Assert.Equal("Ill UpgradeToPrimary 1 1", _brain.Cure(app));
        Assert.Equal("Ill UpgradeToPrimary 2 2", _brain.Cure(app, 1));
    }

    [Fact]
    public void Cure_PrimaryMissingAndAllSecondariesDead_Waits()
    {
        var app = _brain.Table(1, 1, 0, [1, 2]);
        _brain.Kill(1);
        _brain.Kill(2);
        Assert.Equal("Dead", _brain.Cure(app));
    }

    [Fact]
    public void Cure_NewPartition_AssignsThePrimaryToTheNodeWithTheFewest()
    {
        _brain.Table(1, 1, 1, []);
        Assert.Equal("Ill AssignPrimary 2 2", _brain.Cure(_brain.Table(2, 1, 0, [])));
    }

    [Fact]
    public void Cure_SecondaryDroppedButAlive_IsTakenBackAtOnceWhateverTheAssignDelay()
        => Assert.Equal("Ill AddSecondary 1 3", _brain.Cure(_brain.Table(1, 1, 1, [2], [3])));

    [Fact]
    public void Cure_SecondaryDroppedAndDead_WaitsForTheAssignDelayThenTakesAnother()
    {
        var app = _brain.Table(1, 1, 1, [2], [3]);
        _brain.Kill(3);
        Assert.Equal("Ill", _brain.Cure(app));
        _brain.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("Ill", _brain.Cure(app));
        _brain.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("Ill AddSecondary 1 4", _brain.Cure(app));
    }

    [Fact]
    public void Cure_AssignDelayRaised_KeepsWaiting()
    {
        var app = _brain.Table(1, 1, 1, [2], [3]);
        _brain.Kill(3);
        _brain.Settings.AssignDelayMs = 180_000_000;
        _brain.Time.Advance(TimeSpan.FromHours(40));
        Assert.Equal("Ill", _brain.Cure(app));
    }

    [Fact]
    public void Cure_TooFewReplicasForWrites_IsUrgentAndTriesDroppedNodesFromTheLastOne()
    {
        var app = _brain.Table(1, 1, 1, [], [2, 3]);
        _brain.Kill(3);
        Assert.Equal("Ill AddSecondary 1 2", _brain.Cure(app));
    }

    [Fact]
    public void Cure_UrgentAndNoDroppedNodeAlive_TakesTheLeastLoaded()
    {
        _brain.Table(2, 1, 4, []);
        var app = _brain.Table(1, 1, 1, [], [2, 3]);
        _brain.Kill(2);
        _brain.Kill(3);
        Assert.Equal("Ill AddSecondary 1 5", _brain.Cure(app));
    }

    [Fact]
    public void Cure_UrgentAgain_TriesEachFormerMemberInTurnAndBeginsAnew()
    {
        var app = _brain.Table(1, 1, 1, [], [2, 3]);
        Assert.Equal("Ill AddSecondary 1 3", _brain.Cure(app));
        app.Contexts[0].Actions.Clear();
        Assert.Equal("Ill AddSecondary 1 2", _brain.Cure(app));
        app.Contexts[0].Actions.Clear();
        Assert.Equal("Ill AddSecondary 1 3", _brain.Cure(app));
    }

    [Fact]
    public void Cure_LastDroppedBlackListed_TakesAnother()
    {
        var app = _brain.Table(1, 1, 1, [2], [3]);
        _brain.Settings.BlackList = new HashSet<NodeAddress> { Brain.Node(3), Brain.Node(4) };
        Assert.Equal("Ill AddSecondary 1 5", _brain.Cure(app));
    }

    [Fact]
    public void Cure_TwoReplicaTableWithOne_IsNotUrgent()
    {
        var app = _brain.Table(1, 1, 1, [], [2], replicas: 2);
        _brain.Kill(2);
        Assert.Equal("Ill", _brain.Cure(app));
    }

    [Fact]
    public void Cure_NoFormerMemberKnown_IsUrgent()
        => Assert.Equal("Ill AddSecondary 1 3", _brain.Cure(_brain.Table(1, 1, 1, [2])));

    [Fact]
    public void Cure_TooManySecondaries_RemovesTheOneOnTheFullestNode()
    {
        _brain.Table(2, 3, 3, []);
        var app = _brain.Table(1, 1, 1, [2, 3, 4]);
        Assert.Equal("Ill Remove 1 3", _brain.Cure(app));
        Assert.True(app.Contexts[0].Actions.IsFromBalancer);
    }

    [Theory]
    [InlineData((int)ConfigType.AssignPrimary, 2, 2, false)]
    [InlineData((int)ConfigType.UpgradeToPrimary, 2, 2, false)]
    [InlineData((int)ConfigType.AddSecondary, 1, 3, true)]
    [InlineData((int)ConfigType.AddSecondary, 1, 2, false)]
    [InlineData((int)ConfigType.AddSecondary, 2, 3, false)]
    [InlineData((int)ConfigType.AddSecondary, 1, 9, false)]
    [InlineData((int)ConfigType.DowngradeToSecondary, 1, 1, true)]
    [InlineData((int)ConfigType.DowngradeToSecondary, 2, 2, false)]
    [InlineData((int)ConfigType.DowngradeToSecondary, 1, 2, false)]
    [InlineData((int)ConfigType.DowngradeToInactive, 1, 2, true)]
    [InlineData((int)ConfigType.DowngradeToInactive, 1, 1, true)]
    [InlineData((int)ConfigType.DowngradeToInactive, 1, 3, false)]
    [InlineData((int)ConfigType.Remove, 1, 2, true)]
    [InlineData((int)ConfigType.Remove, 1, 0, false)]
    [InlineData((int)ConfigType.UpgradeToSecondary, 1, 3, false)]
    public void Cure_QueuedProposal_IsValidOrTheWholeListIsDropped(int type, int target, int node, bool valid)
    {
        var app = _brain.Table(1, 1, 1, [2], [4]);
        _brain.Kill(4);
        app.Contexts[0].Actions.AssignBalancer([Brain.Action((ConfigType)type, target, node), Brain.Action(ConfigType.Remove, 1, 2)]);
        Assert.Equal(valid ? $"Ill {(ConfigType)type} {target} {node}" : "Ill", _brain.Cure(app));
        Assert.Equal(valid ? 2 : 0, app.Contexts[0].Actions.Count);
    }

    [Fact]
    public void Cure_QueuedProposalOfADeadNode_IsDroppedAndCureGoesItsOwnWay()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        _brain.Kill(2);
        app.Contexts[0].Actions.AssignBalancer([Brain.Action(ConfigType.DowngradeToInactive, 1, 2)]);
        Assert.Equal("Healthy", _brain.Cure(app));
        Assert.True(app.Contexts[0].Actions.IsEmpty);
    }

    [Fact]
    public void Cure_LearnerThatHadBegunIsDown_DropsTheProposal()
    {
        var app = _brain.Table(1, 1, 1, [2], [3]);
        _brain.Cure(app);
        Report(PartitionStatus.Inactive);
        Assert.False(app.Contexts[0].Actions.IsAbnormalLearning);
        Report(PartitionStatus.PotentialSecondary);
        Report(PartitionStatus.Error);
        Assert.True(app.Contexts[0].Actions.IsAbnormalLearning);

        void Report(PartitionStatus status)
            => _brain.Guardian.Collect(app, Brain.Node(3), new ReplicaInfo { Pid = new Gpid(1, 0), Ballot = 3, Status = status });
    }

    [Fact]
    public void Cure_OnlyMemberGone_ItIsAskedToBePrimaryAgain()
        => Assert.Equal("Dead AssignPrimary 2 2", _brain.Cure(_brain.Table(1, 1, 0, [], [2])));

    [Fact]
    public void Cure_AllMembersGone_WaitsForTheLastTwoAndForWhatTheyReport()
    {
        var app = _brain.Table(1, 1, 0, [], [2, 3]);
        _brain.Kill(3);
        Assert.Equal("Dead", _brain.Cure(app));
        var ddd = Assert.Single(_brain.Guardian.DddPartitions(new Gpid(-1, -1)));
        Assert.Equal("the last dropped node(10.0.0.1:3) haven't come back yet", ddd.Reason);
        Assert.Equal([true, false], ddd.Dropped.Select(each => each.IsAlive));

        _brain.Revive(3);
        Assert.Equal("Dead", _brain.Cure(app));
        Report(2, ballot: 5, committed: 10, prepared: 12);
        Report(3, ballot: 6, committed: 11, prepared: 12);
        Assert.Equal("Dead AssignPrimary 3 3", _brain.Cure(app));

        void Report(int node, long ballot, long committed, long prepared)
            => Assert.True(_brain.Guardian.Collect(app, Brain.Node(node), new ReplicaInfo
            {
                Pid = new Gpid(1, 0), Ballot = ballot, Status = PartitionStatus.Inactive, LastCommittedDecree = committed, LastPreparedDecree = prepared,
            }));
    }

    [Fact]
    public void Cure_AllMembersGoneAndReportsContradict_LeavesItToTheAdministrator()
    {
        var app = _brain.Table(1, 1, 0, [], [2, 3]);
        foreach (var (node, ballot, committed) in new[] { (2, 5, 11), (3, 6, 10) })
        {
            _brain.Guardian.Collect(app, Brain.Node(node), new ReplicaInfo { Pid = new Gpid(1, 0), Ballot = ballot, LastCommittedDecree = committed, LastPreparedDecree = 12 });
        }

        Assert.Equal("Dead", _brain.Cure(app));
        Assert.Contains("larger ballot has smaller last committed decree", Assert.Single(_brain.Guardian.DddPartitions(new Gpid(1, 0))).Reason, StringComparison.Ordinal);
        Assert.Empty(_brain.Guardian.DddPartitions(new Gpid(2, -1)));
    }

    [Fact]
    public void Reconfigure_AnyFinishedChange_TakesTheFirstPendingActionForDone()
    {
        var app = _brain.Table(1, 1, 1, [2, 3]);
        app.Contexts[0].Actions.AssignBalancer([Brain.Action(ConfigType.DowngradeToSecondary, 1, 1), Brain.Action(ConfigType.UpgradeToPrimary, 2, 2)]);
        _brain.Guardian.Reconfigure(
            app, 0, new ConfigurationUpdateRequest { Type = ConfigType.PrimaryForceUpdateBallot, Config = app.Partitions[0], Node = Brain.Node(1) });
        Assert.Equal(ConfigType.UpgradeToPrimary, app.Contexts[0].Actions.Front.Type);
    }

    [Fact]
    public void CheckSize_MoreThanEnough_ForgetsTheOldestDrops()
    {
        var app = _brain.Table(1, 1, 1, [2], [3, 4, 5]);
        app.Contexts[0].CheckSize(maxReserved: 0);
        Assert.Equal([Brain.Node(5)], app.Contexts[0].Dropped.Select(each => each.Node));
    }
}
