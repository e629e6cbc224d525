using Nightshift.ZooKeeper.Protocol;
using Nightshift.ZooKeeper.Sessions;

namespace Nightshift.ZooKeeper.Tests.Sessions;

public sealed class WatchTableTests
{
    private readonly WatchTable _table = new();

    [Fact]
    public void ForReconnect_ThreeKinds_AreSetAgainByKind()
    {
        Add(OpCode.GetData, ErrorCode.Ok, "/data");
        Add(OpCode.Exists, ErrorCode.Ok, "/there");
        Add(OpCode.Exists, ErrorCode.NoNode, "/absent");
        Add(OpCode.GetChildren2, ErrorCode.Ok, "/parent");
        Add(OpCode.GetData, ErrorCode.NoNode, "/refused");
        var again = Assert.Single(_table.ForReconnect(42));
        Assert.Equal(42, again.RelativeZxid);
        Assert.Equal(["/data", "/there"], again.Data);
        Assert.Equal(["/absent"], again.Exist);
        Assert.Equal(["/parent"], again.Child);
    }

    [Fact]
    public void ForReconnect_ManyWatches_AreSplitIntoBoundedRequests()
    {
        for (var i = 0; i < 10_000; i++)
            Add(OpCode.GetData, ErrorCode.Ok, $"/some/rather/long/path/of/a/node/{i}");
        var requests = _table.ForReconnect(1);
        Assert.True(requests.Count > 2);
        Assert.Equal(10_000, requests.Sum(r => r.Data.Length));
        Assert.All(requests, r => Assert.True(FrameBuffer.Of(r).Length < 256 * 1024));
    }

    [Fact]
    public void Forget_LastOwner_IsNotSetAgain()
    {
        var watch = Add(OpCode.GetData, ErrorCode.Ok, "/a");
        _table.Forget(watch);
        Assert.Empty(_table.ForReconnect(1));
        Assert.True(watch.Fired.Task.IsCanceled);
    }

    [Fact]
    public void Forget_BeforeTheReply_IsNeverAdded()
    {
        var watch = new WatchIntent("/a", new TaskCompletionSource<WatchEvent>());
        _table.Forget(watch);
        _table.Add(OpCode.GetData, ErrorCode.Ok, watch);
        Assert.Empty(_table.ForReconnect(1));
    }

    [Fact]
    public void Fire_DataChange_LeavesChildWatches()
    {
        var data = Add(OpCode.GetData, ErrorCode.Ok, "/a");
        var child = Add(OpCode.GetChildren2, ErrorCode.Ok, "/a");
        _table.Fire(new WatcherEvent(WatchEventType.NodeDataChanged, 3, "/a"), ZNodePath.Parse);
        Assert.True(data.Fired.Task.IsCompletedSuccessfully);
        Assert.False(child.Fired.Task.IsCompleted);
        _table.Fire(new WatcherEvent(WatchEventType.NodeDeleted, 3, "/a"), ZNodePath.Parse);
        Assert.True(child.Fired.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Close_Expired_FailsWatchesNowAndLater()
    {
        var now = Add(OpCode.GetData, ErrorCode.Ok, "/a");
        _table.Close(new SessionExpiredException(1));
        var later = Add(OpCode.GetData, ErrorCode.Ok, "/a");
        Assert.All([now, later], w => Assert.IsType<SessionExpiredException>(w.Fired.Task.Exception!.InnerException));
    }

    private WatchIntent Add(OpCode operation, ErrorCode error, string path)
    {
        var watch = new WatchIntent(path, new TaskCompletionSource<WatchEvent>());
        _table.Add(operation, error, watch);
        return watch;
    }
}
