namespace Nightshift.ZooKeeper.Tests.Suite;

/// <summary>Requests whose connection is cut, late or never there.</summary>
public abstract partial class SessionSuite
{
    [Fact]
    public async Task Write_ConnectionCutBeforeItsReply_HasAnUnknownOutcome()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()));
        proxy.PauseReplies();
        var write = client.Create(Home / "a", default, CreateMode.Persistent, ZNodeAcl.Open, Deadline);
        await Zk.WaitUntil(Home / "a", node => node is not null, Deadline);
        proxy.Cut();
        proxy.Resume();
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => write);
        Assert.True(lost.OutcomeUnknown);
        Assert.NotNull(await client.Exists(Home / "a", Deadline));
    }

    [Fact]
    public async Task Read_ConnectionCutBeforeItsReply_IsRepeatedUnnoticed()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()));
        var path = await Create("a", "x");
        proxy.PauseReplies();
        var sent = proxy.BytesTowardsServer;
        var reads = Enumerable.Range(0, 10).Select(_ => client.Get(path, Deadline)).ToList();
        await proxy.UntilTowardsServer(sent + (10 * path.ToString().Length), Deadline);
        Assert.DoesNotContain(reads, read => read.IsCompleted);
        proxy.Cut();
        proxy.Resume();
        Assert.All(await Task.WhenAll(reads), node => Assert.Equal("x", node.Text));
    }

    [Fact]
    public async Task Write_WhileDisconnected_IsSentOnceLater()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()));
        var path = await Create("a");
        proxy.Refuse();
        await StateIs(client, SessionState.Disconnected);
        var write = client.Set(path, Bytes("x"), IZooKeeper.AnyVersion, Deadline);
        proxy.Resume();
        Assert.Equal(1, (await write).Version);
    }

    [Fact]
    public async Task Requests_NoServerForTooLong_FailAsUnreachable()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()) with { UnreachableAfter = TimeSpan.FromMilliseconds(300) });
        proxy.Refuse();
        await StateIs(client, SessionState.Disconnected);
        var lost = await Assert.ThrowsAsync<ConnectionLossException>(() => client.Set(Home, Bytes("x"), IZooKeeper.AnyVersion, Deadline));
        Assert.False(lost.OutcomeUnknown);
        await Assert.ThrowsAsync<ConnectionLossException>(() => client.Exists(Home, Deadline));
        proxy.Resume();
        Assert.Equal("", (await client.Get(Home, Deadline)).Text);
    }

    [Fact]
    public async Task Connect_NobodyListens_FailsAsUnreachable()
    {
        var proxy = new TcpProxy(Server.Address);
        await proxy.DisposeAsync();
        var options = Options(proxy.Address.ToString()) with { UnreachableAfter = TimeSpan.FromMilliseconds(300) };
        await Assert.ThrowsAsync<ConnectionLossException>(() => Connect(options));
    }
}
