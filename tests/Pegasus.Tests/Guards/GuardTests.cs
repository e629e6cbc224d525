using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Guards;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Tests.Cluster;
using static Nightshift.Pegasus.Tests.Cluster.Five;

namespace Nightshift.Pegasus.Tests.Guards;

public sealed class GuardTests
{
    private readonly ManualTime _time = new();
    private readonly FakeInHand _run = new();

    [Fact]
    public void ServersAway_TheOneInHand_Holds()
    {
        var guard = new ServersAway();
        Assert.True(guard.Judge(Five.Good, _run).Holds);
        Assert.True(guard.Judge(Five.Good.Dead(A), _run.Take(A)).Holds);
    }

    [Fact]
    public void ServersAway_AnotherOne_IsViolatedAndNamesIt()
    {
        var guard = new ServersAway();
        guard.Judge(Five.Good, _run);

        Assert.Equal("replica server 10.0.0.5:34801 is away; in hand: 10.0.0.1:34801", guard.Judge(Five.Good.Dead(A, E), _run.Take(A)).Sentence);
    }

    [Fact]
    public void ServersAway_AwayFromTheBeginning_CountsOnceANodeIsInHand()
    {
        var guard = new ServersAway();
        Assert.True(guard.Judge(Five.Good.Dead(E), _run).Holds);
        Assert.False(guard.Judge(Five.Good.Dead(E), _run.Take(A)).Holds);
    }

    [Fact]
    public void ServersAway_MemberThatTheNewLeaderDoesNotList_IsAway()
    {
        var guard = new ServersAway();
        guard.Judge(Five.Good, _run);

        Assert.False(guard.Judge(Five.Good with { Nodes = [.. Five.Good.Nodes.Where(node => node.Server != D)] }, _run).Holds);
    }

    [Fact]
    public void MembersAway_OneMissing_Holds()
    {
        var guard = new MembersAway();
        guard.Judge(Five.Good, _run);

        Assert.True(guard.Judge(Five.With(Partition(0, B, C), Partition(1, B, C, D)), _run.Take(A)).Holds);
    }

    [Fact]
    public void MembersAway_OneDowngradedAndAnotherServerDead_IsViolated()
    {
        var guard = new MembersAway();
        guard.Judge(Five.Good, _run);

        Assert.Equal("temp 2.0 has 1 of 3 replicas", guard.Judge(Five.With(Partition(0, B, C), Partition(1, B, D, E)).Dead(C), _run.Take(A)).Sentence);
    }

    [Fact]
    public void MembersAway_TableThatIsJustMade_CountsOnceItWasThere()
    {
        var made = Five.Good with { Tables = [.. Five.Good.Tables, Five.Table("canary", 7, [new PartitionConfig(new Gpid(7, 0), 0, 3, null, [], [], 0, 0)])] };
        var there = Five.Good with { Tables = [.. Five.Good.Tables, Five.Table("canary", 7, [new PartitionConfig(new Gpid(7, 0), 3, 3, A, [B, C], [], 0, 0)])] };
        var guard = new MembersAway();
        guard.Judge(Five.Good, _run);
        Assert.True(guard.Judge(made, _run).Holds);
        Assert.True(guard.Judge(there, _run).Holds);
        Assert.False(guard.Judge(made, _run).Holds);
    }

    [Fact]
    public void MembersAway_TableOfOneReplica_DoesNotCount()
    {
        var single = Five.Good with { Tables = [Five.Table("single", 5, [Partition(0, A)], replicas: 1)] };
        var guard = new MembersAway();
        guard.Judge(single, _run);

        Assert.True(guard.Judge(single.Dead(A), _run.Take(A)).Holds);
    }

    [Fact]
    public void Primaryless_ForAMomentHolds_PastTheBoundNot()
    {
        var guard = new Primaryless(TimeSpan.FromSeconds(15), _time);
        var without = Five.With(Partition(0, null, A, B, C), Partition(1, B, C, D));
        guard.Judge(Five.Good, _run);
        Assert.True(guard.Judge(without, _run).Holds);
        _time.Pass(14);
        Assert.True(guard.Judge(without, _run).Holds);
        _time.Pass(2);
        Assert.Equal("temp 2.0 has had no primary for 16 s, 15 s are allowed", guard.Judge(without, _run).Sentence);
        Assert.True(guard.Judge(Five.Good, _run).Holds);
    }

    [Fact]
    public void Primaryless_PrimaryOnADeadServer_IsNone()
    {
        var guard = new Primaryless(TimeSpan.FromSeconds(15), _time);
        guard.Judge(Five.Good, _run);
        guard.Judge(Five.Good.Dead(A), _run.Take(A));
        _time.Pass(16);
        Assert.False(guard.Judge(Five.Good.Dead(A), _run).Holds);
    }

    [Fact]
    public void NotFrozen_FreezesByItself_IsViolated()
    {
        var guard = new NotFrozen();
        Assert.True(guard.Judge(Five.Good, _run).Holds);

        var reading = guard.Judge(Five.Good.Dead(A, B, C).Effective(MetaLevel.Freezed), _run);

        Assert.False(reading.Holds);
        Assert.Equal("the level is freezed, 2 of 5 replica servers are alive, below 3 it freezes", reading.Sentence);
    }

    [Fact]
    public void NotFrozen_TooFewAliveBeforeTheLeaderSaysSo_IsViolated()
    {
        var guard = new NotFrozen();
        guard.Judge(Five.Good, _run);

        Assert.False(guard.Judge(Five.Good.Dead(A, B, C), _run).Holds);
    }

    [Fact]
    public void NotFrozen_ShareOfNodes_IsRoundedUp()
    {
        var strict = Five.Good.Set(settings => settings with { LivePercentage = Known(65) });
        var guard = new NotFrozen();
        guard.Judge(strict, _run);

        Assert.True(guard.Judge(strict.Dead(A), _run).Holds);
        Assert.False(guard.Judge(strict.Dead(A, B), _run).Holds);
    }

    [Fact]
    public void NotFrozen_ThresholdUnknown_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new NotFrozen().Judge(Five.Good.Set(settings => settings with { MinLiveNodes = Reading<int>.Unknown("no /config") }), _run));

    [Fact]
    public void HoldsStand_LostByANewLeader_IsViolatedAfterAMoment()
    {
        var guard = new HoldsStand(TimeSpan.FromSeconds(30), _time);
        _run.Hold(MetaSetting.AddSecondaryMax, "0").Hold(HeldSettings.Level, "steady");
        Assert.True(guard.Judge(Five.Good, _run).Holds);
        _time.Pass(29);
        Assert.True(guard.Judge(Five.Good, _run).Holds);
        _time.Pass(2);
        Assert.Equal(
            "meta.lb.add_secondary_max_count_for_one_node is 20 on 10.0.0.9:34601, this run holds it at 0, for 31 s", guard.Judge(Five.Good, _run).Sentence);
        Assert.True(guard.Judge(Five.Good.Set(settings => settings with { AddSecondaryMax = Known(0) }), _run).Holds);
    }

    [Fact]
    public void HoldsStand_NotHeld_IsNoMatterOfTheRun() => Assert.Equal("nothing is held", new HoldsStand(TimeSpan.Zero, _time).Judge(Five.Good, _run).Sentence);

    [Fact]
    public void HoldsStand_HeldAndUnknown_Throws()
    {
        var unknown = Five.Good.Set(settings => settings with { Level = Reading<MetaLevel>.Unknown("no leader") });

        Assert.Throws<InvalidOperationException>(() => new HoldsStand(TimeSpan.Zero, _time).Judge(unknown, _run.Hold(HeldSettings.Level, "steady")));
    }

    [Fact]
    public void NodeBudget_Passed_IsViolatedAndNamesTheNode()
    {
        var guard = new NodeBudget(TimeSpan.FromMinutes(30), _time);
        _run.Take(A, _time.GetUtcNow());
        _time.Pass(30 * 60);
        Assert.True(guard.Judge(Five.Good, _run).Holds);
        _time.Pass(60);
        Assert.Contains("10.0.0.1:34801 has been in hand for 31 min", guard.Judge(Five.Good, _run).Sentence, StringComparison.Ordinal);
    }
}
