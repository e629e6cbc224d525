namespace Nightshift.OpenMldb.Client;

/// <summary>
/// The request itself is at fault (an argument, or a method that this server does not have); sending it again is useless. Nothing has
/// changed.
/// </summary>
public sealed class WrongRequestException : OpenMldbException
{
    internal WrongRequestException(CallSite call, string message, int? brpcCode = null, Exception? innerException = null)
        : base(call, message, innerException) => BrpcCode = brpcCode;

    /// <summary>
    /// brpc's <c>x-bd-error-code</c> (1001 no service, 1002 no method, 1003 bad request); null when refused before sending.
    /// </summary>
    public int? BrpcCode { get; }

    /// <summary>The server does not know the method: an older version.</summary>
    public bool IsUnsupported => BrpcCode is 1001 or 1002;
}
