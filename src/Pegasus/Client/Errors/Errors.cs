namespace Nightshift.Pegasus.Client;

/// <summary>The server understood and said no, in the envelope or inside the answer. Nothing has been changed.</summary>
public sealed class RefusedByClusterException : PegasusException
{
    internal RefusedByClusterException(CallSite call, string error, string message)
        : base(call, message) => Error = error;

    /// <summary>Pegasus's own name: <c>ERR_INVALID_STATE</c>; <see cref="ErrorNames"/> lists those that matter.</summary>
    public string Error { get; }
}

/// <summary>No answer came.</summary>
public sealed class NodeUnreachableException : PegasusException
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

    /// <summary>Not one byte of it was sent.</summary>
    NotSent,
}

/// <summary>
/// A request that changes something was sent and no intelligible answer came: it may or may not have happened. Look at the state of the cluster; do not send it again blindly.
/// </summary>
public sealed class OutcomeUnknownException : PegasusException
{
    internal OutcomeUnknownException(CallSite call, PegasusException cause)
        : base(call, $"{cause.Message} Whether {call.Method} happened is unknown; look at the cluster's state before anything else.", cause)
    {
    }
}

/// <summary>An answer came that cannot be understood: unknown fields, leftover bytes, a length beyond the cap, a text of no known shape.</summary>
public sealed class UnintelligibleAnswerException : PegasusException
{
    internal UnintelligibleAnswerException(CallSite call, string message, Exception? innerException = null)
        : base(call, message, innerException)
    {
    }
}

/// <summary>The request itself is at fault (an argument, or a command that this server does not have); sending it again is useless.</summary>
public sealed class WrongRequestException : PegasusException
{
    internal WrongRequestException(CallSite call, string message, Exception? innerException = null)
        : base(call, message, innerException)
    {
    }
}
