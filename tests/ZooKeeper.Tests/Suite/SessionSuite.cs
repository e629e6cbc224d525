using Microsoft.Extensions.Logging.Abstractions;

namespace Nightshift.ZooKeeper.Tests.Suite;

public abstract partial class SessionSuite(IServerUnderTest server) : SuiteBase(server)
{
    [Fact]
    public async Task Session_ServerKilledAndRestarted_LosesNoAcknowledgedWrite()
    {
        var client = await Connect(Options(timeoutMs: 20_000));
        var id = client.SessionId;
        var ephemeral = await client.Create(Home / "e", default, CreateMode.Ephemeral, ZNodeAcl.Open, Deadline);
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(n => Write(client, $"w{n}-", enough.Token)).ToList();
        await UntilChildren(client, 30);
        await Server.Kill();
        await StateIs(client, SessionState.Disconnected);
        await Server.Start();
        var count = (await client.Children(Home, Deadline)).Names.Count;
        await UntilChildren(client, count + 30);
        await enough.CancelAsync();
        var acknowledged = (await Task.WhenAll(writers)).SelectMany(w => w).ToList();

        var names = (await client.Children(Home, Deadline)).Names;
        Assert.Empty(acknowledged.Except(names));
        Assert.True(names.Count - 1 - acknowledged.Count <= writers.Count, "more nodes than acknowledged and doubtful writes: something was repeated");
        Assert.Equal(id, client.SessionId);
        Assert.Equal(id, (await client.Exists(ephemeral, Deadline))!.EphemeralOwner);
    }

    [Fact]
    public async Task Session_ServerKilledBeforeOwnerCouldSpeak_EphemeralGoesByTimeout()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var owner = await Connect(Options(proxy.Address.ToString(), timeoutMs: 2500));
        var path = await owner.Create(Home / "e", default, CreateMode.Ephemeral, ZNodeAcl.Open, Deadline);
        proxy.Refuse();
        await Server.Kill();
        await Server.Start();
        Assert.NotNull(await Zk.Exists(path, Deadline));
        await Zk.WaitUntilGone(path, Deadline);
    }

    [Fact]
    public async Task Session_ConnectionPausedBriefly_ResumesTheSameSession()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString(), timeoutMs: 4000));
        var id = client.SessionId;
        var path = await client.Create(Home / "e", default, CreateMode.Ephemeral, ZNodeAcl.Open, Deadline);
        proxy.Pause();
        await StateIs(client, SessionState.Disconnected);
        proxy.Resume();
        await StateIs(client, SessionState.Connected);
        Assert.Equal(id, client.SessionId);
        Assert.NotNull(await client.Exists(path, Deadline));
    }

    [Fact]
    public async Task Session_IdleForLongerThanItsTimeout_StaysAlive()
    {
        var client = await Connect(Options(timeoutMs: 3500));
        var path = await client.Create(Home / "e", default, CreateMode.Ephemeral, ZNodeAcl.Open, Deadline);
        using var idle = new CancellationTokenSource(TimeSpan.FromMilliseconds(5000));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Zk.WaitUntilGone(path, idle.Token));
        Assert.Equal(client.SessionId, (await client.Exists(path, Deadline))!.EphemeralOwner);
    }

    [Fact]
    public async Task Session_AwayLongerThanItsTimeout_ExpiresAsADistinctEvent()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString(), timeoutMs: 600));
        var path = await client.Create(Home / "e", default, CreateMode.Ephemeral, ZNodeAcl.Open, Deadline);
        using var watched = await client.WatchNode(Home, Deadline);
        var states = Collect(client);
        proxy.Refuse();
        await StateIs(client, SessionState.Disconnected);
        var waiting = client.Get(Home, Deadline);
        await Zk.WaitUntilGone(path, Deadline);
        proxy.Resume();

        Assert.Equal([SessionState.Connected, SessionState.Disconnected, SessionState.Expired], await states);
        await Assert.ThrowsAsync<SessionExpiredException>(() => waiting);
        await Assert.ThrowsAsync<SessionExpiredException>(() => watched.Fired);
        var expired = await Assert.ThrowsAsync<SessionExpiredException>(() => client.Exists(Home, Deadline));
        Assert.Equal(client.SessionId, expired.SessionId);
        await Assert.ThrowsAsync<SessionExpiredException>(() => client.WaitUntilGone(Home, Deadline));
    }

    [Fact]
    public async Task Sessions_AfterExpiry_OpenAnother()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var options = Options(proxy.Address.ToString(), timeoutMs: 600);
        var sessions = Track(new ZooKeeperSessions(options, TimeProvider.System, new Random(1), NullLogger<ZooKeeperClient>.Instance));
        var first = await sessions.Current(Deadline);
        Assert.Same(first, await sessions.Current(Deadline));
        var path = await first.Create(Home / "e", default, CreateMode.Ephemeral, ZNodeAcl.Open, Deadline);
        proxy.Refuse();
        await Zk.WaitUntilGone(path, Deadline);
        proxy.Resume();
        Assert.NotNull(await sessions.Read((zk, token) => zk.Exists(Home, token), Deadline));
        Assert.NotSame(first, await sessions.Current(Deadline));
    }

    [Fact]
    public async Task Watches_SetBeforeACut_FireForWhatHappenedMeanwhile()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()));
        foreach (var name in new[] { "data", "deleted", "parent", "quiet" })
            await Create(name);
        await client.Sync(Home, Deadline);
        using var data = await client.WatchNode(Home / "data", Deadline);
        using var deleted = await client.WatchNode(Home / "deleted", Deadline);
        using var created = await client.WatchExists(Home / "created", Deadline);
        using var parent = await client.WatchChildren(Home / "parent", Deadline);
        using var quiet = await client.WatchNode(Home / "quiet", Deadline);
        var wait = client.WaitUntil(Home / "data", node => node?.Text == "x", Deadline);
        proxy.Refuse();
        await StateIs(client, SessionState.Disconnected);
        await Zk.Set(Home / "data", Bytes("x"), IZooKeeper.AnyVersion, Deadline);
        await Zk.Delete(Home / "deleted", IZooKeeper.AnyVersion, Deadline);
        await Create("created");
        await Create("parent/child");
        proxy.Resume();

        Assert.Equal(WatchEventType.NodeDataChanged, (await data.Fired.WaitAsync(Deadline)).Type);
        Assert.Equal(WatchEventType.NodeDeleted, (await deleted.Fired.WaitAsync(Deadline)).Type);
        Assert.Equal(WatchEventType.NodeCreated, (await created.Fired.WaitAsync(Deadline)).Type);
        Assert.Equal(WatchEventType.NodeChildrenChanged, (await parent.Fired.WaitAsync(Deadline)).Type);
        await wait;
        Assert.False(quiet.Fired.IsCompleted);
        await Zk.Set(Home / "quiet", Bytes("x"), IZooKeeper.AnyVersion, Deadline);
        Assert.Equal(WatchEventType.NodeDataChanged, (await quiet.Fired.WaitAsync(Deadline)).Type);
    }

    [Fact]
    public async Task Session_ConnectionCutAgainAndAgain_CountsEveryWriteOnceAndWakesEveryWaiter()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()));
        var (signal, counter) = (await Create("signal"), await Create("counter"));
        using var enough = new CancellationTokenSource();
        var counting = Count(client, counter, enough.Token);
        var random = new Random(11);
        for (var round = 0; round < 25; round++)
        {
            var wanted = $"{round}";
            var waits = Enumerable.Range(0, 3).Select(_ => client.WaitUntil(signal, node => node?.Text == wanted, Deadline)).ToList();
            var set = Task.Delay(random.Next(10), Deadline).ContinueWith(
                _ => Zk.Set(signal, Bytes(wanted), IZooKeeper.AnyVersion, Deadline), TaskScheduler.Default).Unwrap();
            await Task.Delay(random.Next(10), Deadline);
            proxy.Cut();
            await set;
            await Task.WhenAll(waits);
        }

        await enough.CancelAsync();
        var (acknowledged, doubtful) = await counting;
        var version = (await Zk.Exists(counter, Deadline))!.Version;
        Assert.InRange(version, acknowledged, acknowledged + doubtful);
        Assert.NotEqual(0, acknowledged);
    }

    [Fact]
    public async Task Identity_AfterReconnect_IsProvenAgain()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()) with { Auth = [AuthInfo.Digest("ops:secret")] });
        var path = await client.Create(Home / "closed", Bytes("x"), CreateMode.Persistent, ZNodeAcl.CreatorAll, Deadline);
        proxy.Refuse();
        await StateIs(client, SessionState.Disconnected);
        proxy.Resume();
        Assert.Equal("x", (await client.Get(path, Deadline)).Text);
    }

    [Fact]
    public async Task Dispose_ConnectionPaused_IsBounded()
    {
        var proxy = Track(new TcpProxy(Server.Address));
        var client = await Connect(Options(proxy.Address.ToString()) with { CloseTimeout = TimeSpan.FromMilliseconds(300) });
        proxy.Pause();
        var waiting = client.Get(Home, Deadline);
        await client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    private async Task<(int Acknowledged, int Doubtful)> Count(ZooKeeperClient client, ZNodePath counter, CancellationToken enough)
    {
        var (acknowledged, doubtful) = (0, 0);
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await client.Set(counter, Bytes("x"), IZooKeeper.AnyVersion, Deadline);
                acknowledged++;
            }
            catch (ConnectionLossException lost) when (lost.OutcomeUnknown)
            {
                doubtful++;
            }
        }

        return (acknowledged, doubtful);
    }

    private async Task<List<SessionState>> Collect(ZooKeeperClient client)
    {
        var states = new List<SessionState>();
        await foreach (var state in client.States(Deadline))
            states.Add(state);
        return states;
    }

    private async Task UntilChildren(ZooKeeperClient client, int count)
    {
        while (true)
        {
            using var watched = await client.WatchChildren(Home, Deadline);
            if (watched.Value.Names.Count >= count)
                return;
            await watched.Fired.WaitAsync(Deadline);
        }
    }

    /// <summary>Creates one node after another and returns the names of those that the server acknowledged.</summary>
    private async Task<List<string>> Write(ZooKeeperClient client, string prefix, CancellationToken enough)
    {
        var acknowledged = new List<string>();
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            try
            {
                acknowledged.Add((await client.Create(Home / $"{prefix}{i}", default, CreateMode.Persistent, ZNodeAcl.Open, Deadline)).Name);
            }
            catch (ConnectionLossException lost) when (lost.OutcomeUnknown)
            {
            }
        }

        return acknowledged;
    }
}
