using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Guards;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Pegasus.Tests.Cluster;
using NSubstitute;

namespace Nightshift.Pegasus.Tests.Guards;

public sealed class GuardSnapshotsTests
{
    private readonly ISnapshotReader _reader = Substitute.For<ISnapshotReader>();
    private readonly ManualTime _time = new();
    private readonly List<SnapshotScope> _scopes = [];
    private ClusterSnapshot _live = Five.Good;

    public GuardSnapshotsTests() => _reader.Read(default, default).ReturnsForAnyArgs(call =>
    {
        var scope = call.Arg<SnapshotScope>();
        lock (_scopes) _scopes.Add(scope);
        return Task.FromResult(scope.Settings ? _live : _live.Set(_ => Unread));
    });

    [Fact]
    public async Task Of_EveryGuard_SharesOneReading()
    {
        var guards = PegasusGuards.Of(new GuardContext(new FakeInHand()), new GuardSnapshots(_reader, _time), new GuardLimits(), _ => Task.FromResult(false), _time);

        Assert.All(await Task.WhenAll(guards.Select(guard => guard.Read(default))), reading => Assert.True(reading.Holds, reading.Sentence));
        Assert.Equal(guards.Count, guards.Select(guard => guard.Name).Distinct().Count());
        Assert.Equal(new SnapshotScope(Settings: true), Assert.Single(_scopes));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public async Task Of_NoAnswer_IsGoodOnlyWhereTheClusterIsDownAndNothingHeld(bool isDown, bool holds, bool isGood)
    {
        var fault = new NodeUnreachableException(new CallSite("RPC_CM_LIST_NODES", "meta server", null, null), Delivery.NotSent, "no meta server leads");
        _reader.Read(default, default).ReturnsForAnyArgs(Task.FromException<ClusterSnapshot>(fault));
        var run = holds ? new FakeInHand().Hold(HeldSettings.Level, "steady") : new FakeInHand();
        var guard = PegasusGuards.Of(new GuardContext(run), new GuardSnapshots(_reader, _time), new GuardLimits(), _ => Task.FromResult(isDown), _time)[0];

        if (isGood) Assert.True((await guard.Read(default)).Holds);
        else await Assert.ThrowsAsync<NodeUnreachableException>(() => guard.Read(default));
    }

    [Fact]
    public async Task Of_RunThatHoldsNothing_IsMeasuredByHowThingsWere()
    {
        _live = Five.Good.Dead(Five.A, Five.B, Five.C).Effective(MetaLevel.Freezed);
        var guards = PegasusGuards.Of(new GuardContext(new FakeInHand().Take(Five.A)), new GuardSnapshots(_reader, _time), new GuardLimits(), _ => Task.FromResult(false), _time);

        Assert.All(await Task.WhenAll(guards.Select(guard => guard.Read(default))), reading => Assert.True(reading.Holds, reading.Sentence));
    }

    [Fact]
    public async Task Read_EverySecond_ReadsSettingsEveryThirdTime()
    {
        var snapshots = new GuardSnapshots(_reader, _time);
        for (var second = 0; second < 6; second++)
        {
            Assert.True((await snapshots.Read(default)).Settings.Level.IsKnown);
            _time.Pass(1.01);
        }

        Assert.Equal([true, false, false, true, false, false], _scopes.Select(scope => scope.Settings));
    }

    [Fact]
    public async Task Read_AnotherLeader_ReadsItsSettingsAtOnce()
    {
        var snapshots = new GuardSnapshots(_reader, _time);
        await snapshots.Read(default);
        _time.Pass(1.01);
        _live = Five.Good.Set(settings => settings with { AddSecondaryMax = Five.Known(77) }) with { Leader = Endpoint.Parse("10.0.0.8:34601") };

        Assert.Equal(77, (await snapshots.Read(default)).Settings.AddSecondaryMax.Value);
    }

    private static MetaSettings Unread { get; } = new(
        Reading<MetaLevel>.Unknown("not read"), Reading<long>.Unknown("not read"), No, Reading<bool>.Unknown("not read"), No, No, No, No, No, No, No);

    private static Reading<int> No => Reading<int>.Unknown("not read");
}
