namespace Nightshift.ZooKeeper;

/// <summary>Whatever can go wrong between this client and ZooKeeper; the derived types say what the caller can do about it.</summary>
public abstract class ZooKeeperException : Exception
{
    private protected ZooKeeperException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

/// <summary>The request itself is wrong: it would fail the same way on any day.</summary>
public sealed class ZooKeeperRequestException(string message, ErrorCode code) : ZooKeeperException(message)
{
    public ErrorCode Code { get; } = code;
}

/// <summary>ZooKeeper understood the request and refused it in its present state: <see cref="Code"/> says why (no such node, wrong version, …).</summary>
public sealed class ZooKeeperRefusedException(ErrorCode code, string operation, string path)
    : ZooKeeperException($"ZooKeeper refused {operation} of '{path}': {code} ({(int)code})")
{
    public ErrorCode Code { get; } = code;

    public string Operation { get; } = operation;

    /// <summary>The node as the caller named it, without the chroot.</summary>
    public string Path { get; } = path;
}

/// <summary>No server answered, or the connection broke under a request.</summary>
public sealed class ConnectionLossException : ZooKeeperException
{
    internal ConnectionLossException(string message, bool outcomeUnknown, Exception? cause) : base(message, cause) =>
        OutcomeUnknown = outcomeUnknown;

    /// <summary>
    /// True: a write was sent and its reply was lost; it may or may not have happened, look before you repeat it.
    /// False: the request never left this process, or was a read.
    /// </summary>
    public bool OutcomeUnknown { get; }
}

/// <summary>The session is over: the servers have removed its ephemeral nodes and every further call on this client fails with this.</summary>
public sealed class SessionExpiredException(long sessionId)
    : ZooKeeperException($"ZooKeeper session 0x{sessionId:x} has expired")
{
    public long SessionId { get; } = sessionId;
}

/// <summary>The peer broke the protocol: an impossible length, a reply to nothing.</summary>
public sealed class ZooKeeperProtocolException(string message) : ZooKeeperException("ZooKeeper protocol: " + message);
