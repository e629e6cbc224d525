namespace Nightshift.OpenMldb.Client;

/// <summary>The server understood and said no, with a code. For tasks that a command should have done, nothing has been started.</summary>
public sealed class RefusedByClusterException : OpenMldbException
{
    internal RefusedByClusterException(CallSite call, int code, string remoteMessage, string message)
        : base(call, message)
    {
        Code = (ReturnCode)code;
        RemoteMessage = remoteMessage;
    }

    /// <summary>The code of the answer; a number that <see cref="ReturnCode"/> does not name stays that number.</summary>
    public ReturnCode Code { get; }

    /// <summary>The <c>msg</c> of the answer, shortened, control characters removed; empty when there was none.</summary>
    public string RemoteMessage { get; }
}
