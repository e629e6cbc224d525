namespace Nightshift.OpenMldb.Client;

/// <summary>
/// A command was sent and no intelligible answer came: it may or may not have happened. Look at the state of the cluster; do not send it again blindly.
/// </summary>
public sealed class OutcomeUnknownException : OpenMldbException
{
    internal OutcomeUnknownException(CallSite call, OpenMldbException cause)
        : base(call, $"{cause.Message} Whether {call.Method} happened is unknown; look at the cluster's state before anything else.", cause)
    {
    }

    internal OutcomeUnknownException(CallSite call, string message, OpenMldbException cause)
        : base(call, message, cause)
    {
    }
}
