namespace Nightshift.ZooKeeper.Tests.Suite;

public abstract class WatchSuite(IServerUnderTest server) : SuiteBase(server)
{
    [Fact]
    public async Task WatchNode_DataSet_FiresOnce()
    {
        var path = await Create("a", "0");
        using var watched = await Zk.WatchNode(path, Deadline);
        Assert.False(watched.Fired.IsCompleted);
        await Zk.Set(path, Bytes("1"), IZooKeeper.AnyVersion, Deadline);
        Assert.Equal(new WatchEvent(WatchEventType.NodeDataChanged, path), await watched.Fired.WaitAsync(Deadline));
        using var second = await Zk.WatchNode(path, Deadline);
        Assert.Equal("1", second.Value.Text);
        Assert.False(second.Fired.IsCompleted);
    }

    [Fact]
    public async Task WatchExists_NodeComesAndGoes_FiresForEach()
    {
        using var absent = await Zk.WatchExists(Home / "a", Deadline);
        Assert.Null(absent.Value);
        var path = await Create("a");
        Assert.Equal(WatchEventType.NodeCreated, (await absent.Fired.WaitAsync(Deadline)).Type);
        using var present = await Zk.WatchExists(path, Deadline);
        await Zk.Delete(path, IZooKeeper.AnyVersion, Deadline);
        Assert.Equal(WatchEventType.NodeDeleted, (await present.Fired.WaitAsync(Deadline)).Type);
    }

    [Fact]
    public async Task WatchChildren_ChildrenComeAndGo_FiresForEachButNotForData()
    {
        using var empty = await Zk.WatchChildren(Home, Deadline);
        await Zk.Set(Home, Bytes("x"), IZooKeeper.AnyVersion, Deadline);
        Assert.False(empty.Fired.IsCompleted);
        var path = await Create("a");
        Assert.Equal(new WatchEvent(WatchEventType.NodeChildrenChanged, Home), await empty.Fired.WaitAsync(Deadline));
        using var one = await Zk.WatchChildren(Home, Deadline);
        await Zk.Delete(path, IZooKeeper.AnyVersion, Deadline);
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await one.Fired.WaitAsync(Deadline)).Type);
    }

    [Fact]
    public async Task WatchChildren_NodeItselfDeleted_Fires()
    {
        var path = await Create("a");
        using var watched = await Zk.WatchChildren(path, Deadline);
        await Zk.Delete(path, IZooKeeper.AnyVersion, Deadline);
        Assert.Equal(WatchEventType.NodeDeleted, (await watched.Fired.WaitAsync(Deadline)).Type);
    }

    [Fact]
    public async Task Watched_Disposed_IsCanceledAndOthersStillFire()
    {
        var path = await Create("a");
        var forgotten = await Zk.WatchNode(path, Deadline);
        using var kept = await Zk.WatchNode(path, Deadline);
        forgotten.Dispose();
        await Zk.Set(path, Bytes("1"), IZooKeeper.AnyVersion, Deadline);
        await kept.Fired.WaitAsync(Deadline);
        Assert.True(forgotten.Fired.IsCanceled);
    }

    [Fact]
    public async Task WaitUntil_ConditionHoldsAlready_ReturnsAtOnce()
    {
        var path = await Create("a", "x");
        Assert.Equal("x", (await Zk.WaitUntil(path, node => node?.Text == "x", Deadline))!.Text);
        Assert.Null(await Zk.WaitUntil(Home / "no", node => node is null, Deadline));
        await Zk.WaitUntilGone(Home / "no", Deadline);
    }

    [Fact]
    public async Task WaitUntil_NodeCreatedSetAndDeletedAtRandom_MissesNothingThatLasts()
    {
        var other = await Connect();
        var path = Home / "flicker";
        for (var round = 0; round < 40; round++)
        {
            var wanted = $"{round}";
            var waits = Enumerable.Range(0, 4).Select(_ => Zk.WaitUntil(path, node => node?.Text == wanted, Deadline)).ToList();
            await other.Create(path, Bytes("first"), CreateMode.Persistent, ZNodeAcl.Open, Deadline);
            if (round % 3 == 0)
            {
                await other.Delete(path, IZooKeeper.AnyVersion, Deadline);
                await other.Create(path, default, CreateMode.Persistent, ZNodeAcl.Open, Deadline);
            }

            await other.Set(path, Bytes(wanted), IZooKeeper.AnyVersion, Deadline);
            await Task.WhenAll(waits);
            var gone = Zk.WaitUntilGone(path, Deadline);
            await other.Delete(path, IZooKeeper.AnyVersion, Deadline);
            await gone;
        }
    }

    [Fact]
    public async Task WaitUntil_ByVersion_SeesTheLastOfManyWrites()
    {
        var path = await Create("counter");
        var other = await Connect();
        var waits = Enumerable.Range(0, 20).Select(_ => Zk.WaitUntil(path, node => node?.Stat.Version >= 200, Deadline)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => other.Set(path, Bytes("x"), IZooKeeper.AnyVersion, Deadline)));
        Assert.All(await Task.WhenAll(waits), node => Assert.Equal(200, node!.Stat.Version));
    }

    [Fact]
    public async Task WaitUntil_TokenFires_EndsCanceled()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Zk.WaitUntil(Home / "never", node => node is not null, impatient.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Zk.WaitUntilGone(Home, impatient.Token));
        await Create("never");
    }

    [Fact]
    public async Task WaitUntil_ClientDisposed_FailsAsDisposed()
    {
        var client = await Connect();
        var wait = client.WaitUntil(Home / "never", node => node is not null, Deadline);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait);
    }
}
