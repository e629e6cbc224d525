namespace Nightshift.OpenMldb.Client;

/// <summary>No answer came.</summary>
public sealed class NodeUnreachableException : OpenMldbException
{
    internal NodeUnreachableException(CallSite call, Delivery delivery, string message, Exception? innerException = null)
        : base(call, message, innerException) => Delivery = delivery;

    public Delivery Delivery { get; }
}

/// <summary>How far a request got that was not answered.</summary>
public enum Delivery
{
    /// <summary>The server may have acted on it.</summary>
    ReplyLost,

    /// <summary>Not one byte of the body was sent, or the server said that it did not look at it: safe to send again.</summary>
    NotSent,
}
