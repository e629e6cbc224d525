namespace Nightshift.ZooKeeper;

/// <summary>Sorts a server's error codes by what the caller can do about them.</summary>
internal static class Errors
{
    public static ZooKeeperException From(ErrorCode code, string operation, ZNodePath path, long sessionId) => code switch
    {
        ErrorCode.BadArguments or ErrorCode.InvalidAcl or ErrorCode.Unimplemented or ErrorCode.MarshallingError or ErrorCode.ApiError =>
            new ZooKeeperRequestException($"{operation} of '{path}' is wrong: {code} ({(int)code})", code),
        ErrorCode.SessionExpired => new SessionExpiredException(sessionId),
        _ => new ZooKeeperRefusedException(code, operation, path.ToString()),
    };
}
