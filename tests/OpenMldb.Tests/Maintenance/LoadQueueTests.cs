using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Tests.Support;
using TableStatus = Nightshift.OpenMldb.Client.TableStatus;

namespace Nightshift.OpenMldb.Tests.Maintenance;

public sealed class LoadQueueTests
{
    private readonly InstantTime _time = new();

    [Fact]
    public async Task Failed_DiskTableWaitsForItsTurn_IsNotFailed()
    {
        var queue = new LoadQueue(_time);
        for (var poll = 0; poll < 1000; poll++)
        {
            Assert.Empty(Poll(queue, Copy(1, StorageMode.Hdd), Status(0, TableState.Loading)));
            await Task.Delay(TimeSpan.FromSeconds(1), _time);
        }
    }

    [Fact]
    public async Task Failed_DiskTableAndNothingLoadsAnyMore_IsFailedAfterAWhile()
    {
        var queue = new LoadQueue(_time);
        Assert.Empty(Poll(queue, Copy(1, StorageMode.Ssd), Status(0, TableState.Normal)));
        await Task.Delay(LoadQueue.Standstill - TimeSpan.FromSeconds(1), _time);
        Assert.Empty(Poll(queue, Copy(1, StorageMode.Ssd), Status(0, TableState.Normal)));
        await Task.Delay(TimeSpan.FromSeconds(2), _time);
        Assert.Single(Poll(queue, Copy(1, StorageMode.Ssd), Status(0, TableState.Normal)));
    }

    [Theory]
    [InlineData(StorageMode.Memory)]
    [InlineData(StorageMode.Hdd)]
    public void Failed_ListedAndThenGone_IsFailed(StorageMode storageMode)
    {
        var queue = new LoadQueue(_time);
        Assert.Empty(Poll(queue, Copy(1, storageMode), Status(1, TableState.Loading)));
        Assert.Contains("any more", Assert.Single(Poll(queue, Copy(1, storageMode), Status(0, TableState.Loading))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_MemoryTableNeverListed_IsFailedSoon()
    {
        var queue = new LoadQueue(_time);
        for (var poll = 0; poll < 4; poll++) Assert.Empty(Poll(queue, Copy(1, StorageMode.Memory), Status(0, TableState.Loading)));
        Assert.Single(Poll(queue, Copy(1, StorageMode.Memory), Status(0, TableState.Loading)));
    }

    private static List<(StoppedReplica Replica, string Why)> Poll(LoadQueue queue, StoppedReplica open, params TableStatus[] listed) =>
        [.. queue.Failed([open], listed.ToDictionary(s => s.Id))];

    private static StoppedReplica Copy(uint pid, StorageMode storageMode) => new(new PartitionId("demo", "orders", pid), new TidPid(7, pid), 8, storageMode, 1, 0, false);

    private static TableStatus Status(uint pid, TableState state) => new(new TidPid(7, pid), "orders", TableMode.Follower, state, 5, 5, 1, 1, StorageMode.Memory);
}
