using Nightshift.Clusters;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Tests.Support;
using Nightshift.ZooKeeper;

namespace Nightshift.OpenMldb.Tests.Discovery;

public sealed class ClusterDirectoryTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private readonly FakeZooKeeper _zooKeeper = new();
    private readonly ClusterDirectory _directory;

    public ClusterDirectoryTests() =>
        _directory = new ClusterDirectory(new ZooKeeperTree(_ => Task.FromResult<IZooKeeper>(_zooKeeper), ZNodePath.Parse("/openmldb")), TimeProvider.System);

    [Fact]
    public async Task FindLeader_SeveralLocks_IsTheSmallest()
    {
        _zooKeeper.Add("leader/lock_request0000000012", "b:7527").Add("leader/lock_request0000000009", "a:7527");
        var leader = await _directory.FindLeader(default);
        Assert.Equal((Endpoint.Parse("a:7527"), "lock_request0000000009", true), (leader!.Endpoint, leader.LockNode, leader.IsLeader));
    }

    [Fact]
    public async Task ListNameservers_OneOwnsTwoLocks_IsListedOnce()
    {
        _zooKeeper.Add("leader/lock_request0000000001", "a:1").Add("leader/lock_request0000000002", "b:1").Add("leader/lock_request0000000003", "a:1");
        var nameservers = await _directory.ListNameservers(default);
        Assert.Equal([("a:1", true), ("b:1", false)], nameservers.Select(n => (n.Endpoint.ToString(), n.IsLeader)));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), nameservers[0].ConnectedAt);
    }

    [Fact]
    public async Task FindLeader_NobodyThere_IsNull() => Assert.Null(await _directory.FindLeader(default));

    [Fact]
    public async Task FindLeader_UseName_ResolvesByNamesNotBySdkEndpoints()
    {
        _zooKeeper.Add("leader/lock_request0000000001", "ns1").Add("map/names/ns1", "10.0.0.1:7527").Add("map/sdkendpoints/ns1", "public:7527");
        var leader = await _directory.FindLeader(default);
        Assert.Equal(("ns1", "10.0.0.1:7527"), (leader!.Endpoint.ToString(), leader.Address.ToString()));
    }

    [Theory]
    [InlineData("a b:1")]
    [InlineData("")]
    [InlineData("ns-without-address")]
    public async Task FindLeader_ValueIsNoAddress_IsAnError(string value)
    {
        _zooKeeper.Add("leader/lock_request0000000001", value);
        await Assert.ThrowsAsync<DiscoveryException>(() => _directory.FindLeader(default));
    }

    [Fact]
    public async Task ListTablets_StartupValue_IsFresh_NearlineIsNone()
    {
        _zooKeeper.Add("nodes/a:1", "startup_a:1", 7).Add("nodes/b:1", "b:1", 8).Add("nodes/NLTABLET_c:1", "c:1", 9);
        var tablets = await _directory.ListTablets(default);
        Assert.Equal([("a:1", true, 7L), ("b:1", false, 8L)], tablets.Select(t => (t.Endpoint.ToString(), t.FreshStart, t.EphemeralOwner)));
    }

    [Fact]
    public async Task WaitUntilGone_NodeGoes_IsTrue()
    {
        var node = await Registered();
        var wait = _directory.WaitUntilGone(node, Long, default);
        Assert.False(wait.IsCompleted);
        _zooKeeper.Remove("nodes/a:1");
        Assert.True(await wait);
    }

    [Fact]
    public async Task WaitUntilGone_Replaced_CountsAsGone()
    {
        var node = await Registered();
        _zooKeeper.Add("nodes/a:1", "startup_a:1", 8);
        Assert.True(await _directory.WaitUntilGone(node, Long, default));
    }

    [Fact]
    public async Task WaitUntilGone_Deadline_IsFalse_CancellationIsNot()
    {
        var node = await Registered();
        Assert.False(await _directory.WaitUntilGone(node, Short, default));
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _directory.WaitUntilGone(node, Long, cancel.Token));
    }

    [Fact]
    public async Task WaitUntilRegistered_OldNodeStillThere_WaitsForTheNext()
    {
        var old = await Registered();
        Assert.Null(await _directory.WaitUntilRegistered(old.Endpoint, old, Short, default));
        var wait = _directory.WaitUntilRegistered(old.Endpoint, old, Long, default);
        _zooKeeper.Remove("nodes/a:1");
        _zooKeeper.Add("nodes/a:1", "startup_a:1", 99);
        Assert.Equal((99L, true), await wait is { } node ? (node.EphemeralOwner, node.FreshStart) : default);
    }

    [Fact]
    public async Task DeleteNode_Same_IsDeleted_ThenGone()
    {
        var node = await Registered();
        Assert.Equal(NodeRemoval.Deleted, await _directory.DeleteNode(node, default));
        Assert.False(_zooKeeper.Has("nodes/a:1"));
        Assert.Equal(NodeRemoval.AlreadyGone, await _directory.DeleteNode(node, default));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(7)]
    public async Task DeleteNode_AnotherRegistration_IsLeftAlone(long owner)
    {
        var node = await Registered();
        _zooKeeper.Add("nodes/a:1", "startup_a:1", owner);
        Assert.Equal(NodeRemoval.Replaced, await _directory.DeleteNode(node, default));
        Assert.True(_zooKeeper.Has("nodes/a:1"));
    }

    [Fact]
    public async Task Read_SessionExpired_GoesOnInTheNext()
    {
        _zooKeeper.Add("leader/lock_request0000000001", "a:1");
        _zooKeeper.Failures.Enqueue(new SessionExpiredException(1));
        Assert.NotNull(await _directory.FindLeader(default));
    }

    [Fact]
    public async Task Read_Refused_IsADiscoveryError()
    {
        _zooKeeper.Failures.Enqueue(new ZooKeeperRefusedException(ErrorCode.NoAuth, "get", "/openmldb/leader"));
        await Assert.ThrowsAsync<DiscoveryException>(() => _directory.FindLeader(default));
    }

    private async Task<TabletNode> Registered()
    {
        _zooKeeper.Add("nodes/a:1", "startup_a:1", 7);
        return (await _directory.FindTablet(Endpoint.Parse("a:1"), default))!;
    }
}
