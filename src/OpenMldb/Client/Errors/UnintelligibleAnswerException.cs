namespace Nightshift.OpenMldb.Client;

/// <summary>An answer came that cannot be understood: no JSON, no code, wrong types, an unknown brpc error, or too long.</summary>
public sealed class UnintelligibleAnswerException : OpenMldbException
{
    internal UnintelligibleAnswerException(CallSite call, string message, int? httpStatus = null, int? brpcCode = null, Exception? innerException = null)
        : base(call, message, innerException)
    {
        HttpStatus = httpStatus;
        BrpcCode = brpcCode;
    }

    public int? HttpStatus { get; }

    public int? BrpcCode { get; }
}
