using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class OpListsTests : IDisposable
{
    private readonly OpLists _lists = new(new MaintenanceOptions { OpLists = 1, OutstandingOpsPerList = 3 });

    public void Dispose() => _lists.Dispose();

    [Fact]
    public async Task Run_TwoOfOnePartition_OneAfterTheOther()
    {
        var (end, other) = (new TaskCompletionSource<int>(), 0);
        var first = _lists.Run(Partition(0), () => end.Task, default);

        var second = _lists.Run(Partition(0), () => Task.FromResult(++other), default);
        var third = await _lists.Run(Partition(1), () => Task.FromResult(1), default);

        Assert.Equal((1, 0), (third, other));
        end.SetResult(1);
        Assert.Equal(2, (await Task.WhenAll(first, second)).Sum());
    }

    [Fact]
    public async Task Run_TheFirstFails_TheNextHasItsTurn()
    {
        await Assert.ThrowsAsync<MoveRefusedException>(() => _lists.Run<int>(Partition(0), () => throw new MoveRefusedException("no"), default));

        Assert.Equal(2, await _lists.Run(Partition(0), () => Task.FromResult(2), default));
    }

    [Fact]
    public async Task Run_WaitersOfOnePartition_HoldNoPlaceOfTheList()
    {
        var end = new TaskCompletionSource<int>();
        Task<int>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => _lists.Run(Partition(0), () => end.Task, default))];

        Assert.Equal(7, await _lists.Run(Partition(1), () => Task.FromResult(7), default));
        end.SetResult(1);
        await Task.WhenAll(waiting);
    }

    private static PartitionId Partition(uint pid) => new("demo", "orders", pid);
}
