using System.Buffers.Binary;
using Nightshift.ZooKeeper.Protocol;

namespace Nightshift.ZooKeeper.Sessions;

/// <summary>A reply without its error: the header and the bytes behind it.</summary>
internal readonly record struct Reply(ReplyHeader Header, byte[] Body);

/// <summary>The watch that a read asks for; it comes into being with the reply.</summary>
internal sealed record WatchIntent(string ServerPath, TaskCompletionSource<WatchEvent> Fired);

/// <summary>One request from its call to its reply, across connections. Guarded by the queue that holds it.</summary>
internal sealed class PendingRequest(OpCode operation, string path, byte[] frame, WatchIntent? watch = null)
{
    private readonly TaskCompletionSource<Reply> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OpCode Operation => operation;

    /// <summary>As the caller named it.</summary>
    public string Path => path;

    public byte[] Frame => frame;

    public WatchIntent? Watch => watch;

    public int Xid { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it began to wait for a connection (a timestamp of the session's clock).</summary>
    public long WaitingSince { get; set; }

    public Task<Reply> Completion => _completion.Task;

    /// <summary>Every attempt has a number of its own; it lies behind the frame's length.</summary>
    public void AssignXid(int xid)
    {
        Xid = xid;
        Attempts++;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(FrameParser.HeaderSize), xid);
    }

    public void Complete(Reply reply) => _completion.TrySetResult(reply);

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
