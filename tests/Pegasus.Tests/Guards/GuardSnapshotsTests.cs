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
        var guards = PegasusGuards.Of(new GuardContext(new FakeInHand()), new GuardSnapshots(_reader, _time), new GuardLimits(), _time);

        Assert.All(await Task.WhenAll(guards.Select(guard => guard.Read(default))), reading => Assert.True(reading.Holds, reading.Sentence));
        Assert.Equal(guards.Count, guards.Select(guard => guard.Name).Distinct().Count());
        Assert.Equal(new SnapshotScope(Settings: true), Assert.Single(_scopes));
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
