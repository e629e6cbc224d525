namespace Nightshift.ZooKeeper.Tests.Suite;

public abstract class OperationsSuite(IServerUnderTest server) : SuiteBase(server)
{
    [Fact]
    public async Task Create_NewNode_IsReadBackWithItsStat()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var path = await Create("a", "hello");
        var node = await Zk.Get(path, Deadline);
        Assert.Equal("hello", node.Text);
        Assert.Equal(Home / "a", path);
        Assert.Equal((0, 5, 0, 0L), (node.Stat.Version, node.Stat.DataLength, node.Stat.ChildCount, node.Stat.EphemeralOwner));
        Assert.InRange(node.Stat.CreatedAt, before, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal(node.Stat.CreatedZxid, node.Stat.ModifiedZxid);
        Assert.Equal(node.Stat, await Zk.Exists(path, Deadline));
    }

    [Fact]
    public async Task Create_ExistingNode_IsRefusedWithPathAndCode()
    {
        var path = await Create("a");
        var refused = await Refused(ErrorCode.NodeExists, () => Create("a"));
        Assert.Equal(path.ToString(), refused.Path);
    }

    [Fact]
    public Task Create_WithoutParent_IsRefused() => Refused(ErrorCode.NoNode, () => Create("no/child"));

    [Fact]
    public async Task Create_Sequential_NumbersGrow()
    {
        var first = await Create("lock_request", mode: CreateMode.EphemeralSequential);
        var second = await Create("lock_request", mode: CreateMode.PersistentSequential);
        Assert.Equal("lock_request0000000000", first.Name);
        Assert.Equal("lock_request0000000001", second.Name);
        Assert.Equal(Zk.SessionId, (await Zk.Exists(first, Deadline))!.EphemeralOwner);
        Assert.False((await Zk.Exists(second, Deadline))!.IsEphemeral);
        await Zk.Delete(first, IZooKeeper.AnyVersion, Deadline);
        Assert.Equal("x0000000002", (await Create("x", mode: CreateMode.PersistentSequential)).Name);
    }

    [Fact]
    public async Task Create_BelowEphemeral_IsRefused()
    {
        await Create("e", mode: CreateMode.Ephemeral);
        await Refused(ErrorCode.NoChildrenForEphemerals, () => Create("e/child"));
    }

    [Fact]
    public async Task Create_Ephemeral_LivesAsLongAsItsSession()
    {
        var owner = await Connect();
        var path = await owner.Create(Home / "e", Bytes("x"), CreateMode.Ephemeral, ZNodeAcl.Open, Deadline);
        Assert.Equal(owner.SessionId, (await Zk.Exists(path, Deadline))!.EphemeralOwner);
        var gone = Zk.WaitUntilGone(path, Deadline);
        Assert.False(gone.IsCompleted);
        await owner.DisposeAsync();
        await gone;
        Assert.Null(await Zk.Exists(path, Deadline));
    }

    [Fact]
    public async Task Set_WithVersions_OnlyTheRightOnePasses()
    {
        var path = await Create("a", "0");
        var stat = await Zk.Set(path, Bytes("1"), 0, Deadline);
        Assert.Equal(1, stat.Version);
        Assert.True(stat.ModifiedZxid > stat.CreatedZxid);
        await Refused(ErrorCode.BadVersion, () => Zk.Set(path, Bytes("2"), 0, Deadline));
        Assert.Equal("1", (await Zk.Get(path, Deadline)).Text);
        Assert.Equal(2, (await Zk.Set(path, default, IZooKeeper.AnyVersion, Deadline)).Version);
        Assert.Equal("", (await Zk.Get(path, Deadline)).Text);
        await Refused(ErrorCode.NoNode, () => Zk.Set(Home / "no", default, IZooKeeper.AnyVersion, Deadline));
    }

    [Fact]
    public async Task Delete_WithChildrenOrWrongVersion_IsRefused()
    {
        var path = await Create("a");
        await Create("a/b");
        await Refused(ErrorCode.NotEmpty, () => Zk.Delete(path, IZooKeeper.AnyVersion, Deadline));
        await Refused(ErrorCode.BadVersion, () => Zk.Delete(path / "b", 5, Deadline));
        await Zk.Delete(path / "b", 0, Deadline);
        await Zk.Delete(path, IZooKeeper.AnyVersion, Deadline);
        Assert.Null(await Zk.Exists(path, Deadline));
        await Refused(ErrorCode.NoNode, () => Zk.Delete(path, IZooKeeper.AnyVersion, Deadline));
    }

    [Fact]
    public async Task Children_OfANode_AreSortedAndCounted()
    {
        foreach (var name in new[] { "b", "a", "c" })
            await Create(name);
        await Zk.Delete(Home / "c", IZooKeeper.AnyVersion, Deadline);
        var children = await Zk.Children(Home, Deadline);
        Assert.Equal(["a", "b"], children.Names);
        Assert.Equal(2, children.Stat.ChildCount);
        Assert.Equal(4, children.Stat.ChildrenVersion);
        Assert.True(children.Stat.ChildrenZxid > children.Stat.CreatedZxid);
        Assert.Empty((await Zk.Children(Home / "a", Deadline)).Names);
        await Refused(ErrorCode.NoNode, () => Zk.Children(Home / "c", Deadline));
    }

    [Fact]
    public async Task Chroot_OfAClient_IsInvisibleToIt()
    {
        var inside = await Connect(Options($"{Server.Address}{Home}"));
        var path = await inside.Create(ZNodePath.Parse("/a"), Bytes("x"), CreateMode.PersistentSequential, ZNodeAcl.Open, Deadline);
        Assert.Equal("/a0000000000", path.ToString());
        Assert.Equal("x", (await Zk.Get(Home / "a0000000000", Deadline)).Text);
        Assert.Equal(["a0000000000"], (await inside.Children(ZNodePath.Root, Deadline)).Names);

        using var watchedRoot = await inside.WatchChildren(ZNodePath.Root, Deadline);
        using var watched = await inside.WatchNode(path, Deadline);
        await Zk.Delete(Home / "a0000000000", IZooKeeper.AnyVersion, Deadline);
        Assert.Equal(new WatchEvent(WatchEventType.NodeDeleted, path), await watched.Fired.WaitAsync(Deadline));
        Assert.Equal(new WatchEvent(WatchEventType.NodeChildrenChanged, ZNodePath.Root), await watchedRoot.Fired.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Chroot_ThatIsMissing_RefusesEverything()
    {
        var inside = await Connect(Options($"{Server.Address}/there/is/none"));
        var refused = await Refused(ErrorCode.NoNode, () => inside.Children(ZNodePath.Root, Deadline));
        Assert.Equal("/", refused.Path);
    }

    [Fact]
    public async Task CreatorAll_Node_IsClosedToOthers()
    {
        var owner = await Connect(Options() with { Auth = [AuthInfo.Digest("ops:secret")] });
        var path = await owner.Create(Home / "closed", Bytes("x"), CreateMode.Persistent, ZNodeAcl.CreatorAll, Deadline);

        await Refused(ErrorCode.NoAuth, () => Zk.Get(path, Deadline));
        await Refused(ErrorCode.NoAuth, () => Zk.Children(path, Deadline));
        await Refused(ErrorCode.NoAuth, () => Zk.Set(path, default, IZooKeeper.AnyVersion, Deadline));
        await Refused(ErrorCode.NoAuth, () => Create("closed/child"));
        var stranger = await Connect(Options() with { Auth = [AuthInfo.Digest("ops:wrong")] });
        await Refused(ErrorCode.NoAuth, () => stranger.Get(path, Deadline));

        var same = await Connect(Options() with { Auth = [AuthInfo.Digest("other:x"), AuthInfo.Digest("ops:secret")] });
        Assert.Equal("x", (await same.Get(path, Deadline)).Text);
        var child = await same.Create(path / "c", default, CreateMode.Persistent, ZNodeAcl.Open, Deadline);
        await Refused(ErrorCode.NoAuth, () => Zk.Delete(child, IZooKeeper.AnyVersion, Deadline));
        await same.Delete(child, IZooKeeper.AnyVersion, Deadline);
    }

    [Fact]
    public async Task CreatorAll_WithoutIdentity_IsAWrongRequest()
    {
        var wrong = await Assert.ThrowsAsync<ZooKeeperRequestException>(
            () => Zk.Create(Home / "a", default, CreateMode.Persistent, ZNodeAcl.CreatorAll, Deadline));
        Assert.Equal(ErrorCode.InvalidAcl, wrong.Code);
    }

    [Fact]
    public async Task Connect_WithUnknownScheme_FailsAsAuthFailed()
    {
        var options = Options() with { Auth = [new AuthInfo("astrology", Bytes("x"))] };
        await Refused(ErrorCode.AuthFailed, () => Connect(options));
    }

    [Fact]
    public async Task Set_OfNearlyTheCap_IsReadBack()
    {
        var data = new byte[900 * 1024];
        new Random(1).NextBytes(data);
        var path = await Create("big");
        await Zk.Set(path, data, IZooKeeper.AnyVersion, Deadline);
        Assert.Equal(data, (await Zk.Get(path, Deadline)).Data.ToArray());
    }

    [Fact]
    public async Task Set_AboveTheCap_IsAWrongRequestAndHarmsNothing()
    {
        var path = await Create("big", "small");
        var id = Zk.SessionId;
        await Assert.ThrowsAsync<ZooKeeperRequestException>(
            () => Zk.Set(path, new byte[2 * 1024 * 1024], IZooKeeper.AnyVersion, Deadline));
        Assert.Equal("small", (await Zk.Get(path, Deadline)).Text);
        Assert.Equal((id, SessionState.Connected), (Zk.SessionId, Zk.State));
    }

    [Fact]
    public async Task Get_AboveTheReplyCap_FailsThatReadOnly()
    {
        var path = await Create("big", new string('x', 5000));
        var small = await Connect(Options() with { MaxReplyBytes = 2048 });
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => small.Get(path, Deadline));
        Assert.IsType<ZooKeeperProtocolException>(lost.InnerException);
        Assert.NotNull(await small.Exists(path, Deadline));
    }

    [Fact]
    public async Task Get_Canceled_LeavesTheClientUsable()
    {
        var path = await Create("a", "x");
        using var canceled = new CancellationTokenSource();
        var reads = Enumerable.Range(0, 50).Select(_ => Zk.Get(path, canceled.Token)).ToList();
        await canceled.CancelAsync();
        foreach (var read in reads)
            await Record.ExceptionAsync(() => read);
        Assert.All(reads, read => Assert.True(read.IsCanceled || read.IsCompletedSuccessfully));
        Assert.Equal("x", (await Zk.Get(path, Deadline)).Text);
    }

    [Fact]
    public async Task Clients_DozensAtOnce_SeeEachOthersWrites()
    {
        var counter = await Create("counter", "0");
        var clients = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Connect()));
        await Task.WhenAll(clients.Select(Increment));
        await Zk.Sync(counter, Deadline);
        Assert.Equal("72", (await Zk.Get(counter, Deadline)).Text);

        async Task Increment(ZooKeeperClient client)
        {
            for (var done = 0; done < 3;)
            {
                var node = await client.Get(counter, Deadline);
                try
                {
                    await client.Set(counter, Bytes($"{int.Parse(node.Text, null) + 1}"), node.Stat.Version, Deadline);
                    done++;
                }
                catch (ZooKeeperRefusedException refused) when (refused.Code == ErrorCode.BadVersion)
                {
                }
            }
        }
    }

    [Fact]
    public async Task Dispose_OfAClient_FailsLaterCalls()
    {
        var client = await Connect();
        await client.DisposeAsync();
        Assert.Equal(SessionState.Closed, client.State);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Get(Home, Deadline));
    }
}
