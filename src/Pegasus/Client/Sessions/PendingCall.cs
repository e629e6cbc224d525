using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Sessions;

/// <summary>One call that waits for its answer.</summary>
internal sealed class PendingCall(string method, int seqId, ReadOnlyMemory<byte> frame)
{
    private const int Queued = 0;
    private const int Handed = 1;
    private const int Withdrawn = 2;
    private readonly TaskCompletionSource<AnswerFrame> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public int SeqId => seqId;

    public ReadOnlyMemory<byte> Frame => frame;

    public Task<AnswerFrame> Answer => _done.Task;

    /// <summary>How far it got. Once a byte may have left, it counts as sent.</summary>
    public Delivery Delivery => Volatile.Read(ref _state) == Handed ? Delivery.ReplyLost : Delivery.NotSent;

    /// <summary>The writer takes it; false: nobody waits any more and it is not to be sent.</summary>
    public bool TryHandOver() => Interlocked.CompareExchange(ref _state, Handed, Queued) == Queued;

    /// <summary>The waiter gives up; true: it was never sent and never will be.</summary>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued;

    /// <exception cref="WireFormatException">It is the answer to another call.</exception>
    public void Complete(AnswerFrame answer)
    {
        if (!answer.Name.AsSpan().StartsWith(method, StringComparison.Ordinal) || !answer.Name.AsSpan(method.Length).SequenceEqual("_ACK"))
            throw new WireFormatException($"{answer.Name} came as the answer to {method}.");
        _done.TrySetResult(answer);
    }

    public void Fail(Exception cause) => _done.TrySetException(new ConnectionDiedException(cause, Delivery));
}

/// <summary>The connection ended before the answer came.</summary>
internal sealed class ConnectionDiedException(Exception cause, Delivery delivery) : Exception(cause.Message, cause)
{
    public Delivery Delivery => delivery;
}

/// <summary>The server closed the connection.</summary>
internal sealed class ClosedByServerException() : Exception("The server closed the connection.");
