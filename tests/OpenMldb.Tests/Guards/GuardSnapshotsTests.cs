using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Guards;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.OpenMldb.Tests.Support;
using NSubstitute;

namespace Nightshift.OpenMldb.Tests.Guards;

public sealed class GuardSnapshotsTests
{
    private readonly ISnapshotReader _reader = Substitute.For<ISnapshotReader>();
    private readonly HandTime _time = new();
    private int _reads;

    [Fact]
    public async Task Read_ManyAtOnce_ReadsOnce()
    {
        var answer = new TaskCompletionSource<ClusterSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(() => answer.Task);
        var snapshots = new GuardSnapshots(_reader, _time);
        var asked = Enumerable.Range(0, 20).Select(_ => snapshots.Read(default)).ToList();
        answer.SetResult(Three.Good);
        Assert.All(await Task.WhenAll(asked), snapshot => Assert.Same(Three.Good, snapshot));
        await snapshots.Read(default);
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task Read_ASecondLater_ReadsAgain()
    {
        Answer(() => Task.FromResult(Three.Good));
        var snapshots = new GuardSnapshots(_reader, _time);
        await snapshots.Read(default);
        _time.Pass(1);
        await snapshots.Read(default);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task Read_TookLong_IsNotReadAllTheTime()
    {
        Answer(() =>
        {
            _time.Pass(0.5);
            return Task.FromResult(Three.Good);
        });
        var snapshots = new GuardSnapshots(_reader, _time);
        await snapshots.Read(default);
        _time.Pass(1);
        await snapshots.Read(default);
        Assert.Equal(1, _reads);
        _time.Pass(1);
        await snapshots.Read(default);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task Read_OneGivesUp_TheOthersGetTheAnswer()
    {
        var answer = new TaskCompletionSource<ClusterSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer(() => answer.Task);
        var snapshots = new GuardSnapshots(_reader, _time);
        using var impatient = new CancellationTokenSource();
        var first = snapshots.Read(impatient.Token);
        var second = snapshots.Read(default);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult(Three.Good);
        Assert.Same(Three.Good, await second);
    }

    [Fact]
    public async Task Read_Fails_IsReadAgain()
    {
        Answer(() => _reads == 1 ? Task.FromException<ClusterSnapshot>(new InvalidOperationException("no leader")) : Task.FromResult(Three.Good));
        var snapshots = new GuardSnapshots(_reader, _time);
        await Assert.ThrowsAsync<InvalidOperationException>(() => snapshots.Read(default));
        Assert.Same(Three.Good, await snapshots.Read(default));
    }

    [Fact]
    public async Task Of_EveryGuard_SharesOneReading()
    {
        Answer(() => Task.FromResult(Three.Good));
        var guards = OpenMldbGuards.Of(new Clusters.GuardContext(new FakeInHand()), new GuardSnapshots(_reader, _time), new GuardLimits(), _time);
        Assert.All(await Task.WhenAll(guards.Select(guard => guard.Read(default))), reading => Assert.True(reading.Holds, reading.Sentence));
        Assert.Equal(guards.Count, guards.Select(guard => guard.Name).Distinct().Count());
        Assert.Equal(1, _reads);
        await _reader.Received().Read(Arg.Is<SnapshotScope>(scope => !scope.Live && !scope.Versions && !scope.Registrations), Arg.Any<CancellationToken>());
    }

    private void Answer(Func<Task<ClusterSnapshot>> answer) => _reader.Read(null!, default).ReturnsForAnyArgs(_ =>
    {
        Interlocked.Increment(ref _reads);
        return answer();
    });
}
