namespace Nightshift.Onebox.OpenMldb.Wire;

/// <summary>Transport errors of <c>src/brpc/errno.proto</c> and the HTTP status that each is answered with.</summary>
internal static class BrpcErrno
{
    public const int NoService = 1001;
    public const int NoMethod = 1002;
    public const int BadRequest = 1003;

    public static int HttpStatus(int errno) => errno switch
    {
        NoService or NoMethod => 404,
        BadRequest => 400,
        _ => 500,
    };
}

/// <summary>A request that brpc itself refuses.</summary>
internal sealed class BrpcException(int errno, string message) : Exception(message)
{
    public int Errno { get; } = errno;
}
