namespace Nightshift.OpenMldb.Client;

/// <summary>The server understood and said no, with a code. Nothing has been started.</summary>
public sealed class RefusedByClusterException : OpenMldbException
{
    internal RefusedByClusterException(CallSite call, int code, string remoteMessage, string message, int? brpcCode = null)
        : base(call, message)
    {
        BrpcCode = brpcCode;
        Code = (ReturnCode)code;
        RemoteMessage = remoteMessage;
    }

    /// <summary>The code of the answer; a number that <see cref="ReturnCode"/> does not name stays that number.</summary>
    public ReturnCode Code { get; }

    /// <summary>brpc's <c>x-bd-error-code</c> when the refusal came from the transport (1004 authentication); null otherwise.</summary>
    public int? BrpcCode { get; }

    /// <summary>The <c>msg</c> of the answer, shortened, control characters removed; empty when there was none.</summary>
    public string RemoteMessage { get; }
}
