using Nightshift.ZooKeeper.Protocol;
using Nightshift.ZooKeeper.Sessions;

namespace Nightshift.ZooKeeper.Tests.Sessions;

public sealed class RequestQueueTests
{
    private readonly RequestQueue _queue = new(TimeProvider.System);

    [Fact]
    public void RetryPolicy_EveryOperation_OnlyReadsAreSentAgain()
    {
        OpCode[] reads = [OpCode.Exists, OpCode.GetData, OpCode.GetChildren, OpCode.GetChildren2, OpCode.GetAcl, OpCode.Sync];
        var lost = new IOException();
        foreach (var operation in Enum.GetValues<OpCode>().Append((OpCode)4711))
            Assert.Equal(reads.Contains(operation) ? AfterLoss.SendAgain : AfterLoss.Fail, RetryPolicy.AfterConnectionLoss(operation, lost, 1));
        Assert.Equal(AfterLoss.Fail, RetryPolicy.AfterConnectionLoss(OpCode.GetData, lost, RetryPolicy.MostAttempts));
        Assert.Equal(AfterLoss.Fail, RetryPolicy.AfterConnectionLoss(OpCode.GetData, new ZooKeeperProtocolException("x"), 1));
    }

    [Fact]
    public void ConnectionLost_MixedInFlight_ReadsComeAgainInOrderBeforeTheRest()
    {
        var (first, write, second, later) = (Request(OpCode.GetData), Request(OpCode.SetData), Request(OpCode.Exists), Request(OpCode.Delete));
        Enqueue(first, write, second);
        Send();
        Enqueue(later);
        _queue.ConnectionLost(new IOException("cut"));
        Send();
        Assert.Equal([4, 5, 6], new[] { first, second, later }.Select(r => r.Xid));
        var lost = Assert.IsType<ConnectionLossException>(write.Completion.Exception!.InnerException);
        Assert.True(lost.OutcomeUnknown);
        Assert.Same(first, _queue.TakeReplied(4));
    }

    [Fact]
    public void TakeReplied_WrongOrder_BreaksTheConnectionAndFailsTheRequest()
    {
        var request = Request(OpCode.Delete);
        Enqueue(request);
        Send();
        var disorder = Assert.Throws<ZooKeeperProtocolException>(() => _queue.TakeReplied(2));
        Assert.False(request.Completion.IsCompleted);
        _queue.ConnectionLost(disorder);
        Assert.IsType<ConnectionLossException>(request.Completion.Exception!.InnerException);
        Assert.Throws<ZooKeeperProtocolException>(() => _queue.TakeReplied(1));
    }

    [Fact]
    public void Abandon_Waiting_IsNeverSent()
    {
        var request = Request(OpCode.Create);
        Enqueue(request);
        _queue.Abandon(request, new CancellationToken(true));
        Assert.Empty(Send());
        Assert.True(request.Completion.IsCanceled);
    }

    [Fact]
    public void Abandon_InFlight_KeepsItsPlaceForTheReply()
    {
        var (abandoned, next) = (Request(OpCode.GetData), Request(OpCode.GetData));
        Enqueue(abandoned, next);
        Send();
        _queue.Abandon(abandoned, new CancellationToken(true));
        Assert.Same(abandoned, _queue.TakeReplied(1));
        Assert.Same(next, _queue.TakeReplied(2));
    }

    [Fact]
    public void Close_WithACause_FailsAllNowAndLaterWithTheFirst()
    {
        var (inFlight, waiting, late) = (Request(OpCode.GetData), Request(OpCode.Create), Request(OpCode.GetData));
        Enqueue(inFlight);
        Send();
        Enqueue(waiting);
        _queue.Close(new SessionExpiredException(1));
        _queue.Close(new ObjectDisposedException("late"));
        Enqueue(late);
        Assert.All([inFlight, waiting, late], r => Assert.IsType<SessionExpiredException>(r.Completion.Exception!.InnerException));
    }

    [Fact]
    public void FailOlderThan_Limit_FailsOnlyWhatWaited()
    {
        var (sent, waiting) = (Request(OpCode.SetData), Request(OpCode.SetData));
        Enqueue(sent);
        Send();
        Enqueue(waiting);
        _queue.FailOlderThan(TimeSpan.FromHours(1), null);
        Assert.False(waiting.Completion.IsCompleted);
        _queue.FailOlderThan(TimeSpan.Zero, null);
        Assert.False(sent.Completion.IsCompleted);
        Assert.False(Assert.IsType<ConnectionLossException>(waiting.Completion.Exception!.InnerException).OutcomeUnknown);
    }

    private static PendingRequest Request(OpCode operation) =>
        new(operation, "/a", FrameBuffer.Of(new RequestHeader(0, operation), new ReadRequest("/a", false)));

    private void Enqueue(params PendingRequest[] requests)
    {
        foreach (var request in requests)
            _queue.Enqueue(request);
    }

    private List<byte[]> Send()
    {
        var frames = new List<byte[]>();
        _queue.TakeForSending(frames);
        return frames;
    }
}
