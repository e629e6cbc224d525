using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.ZooKeeper;

internal static partial class OneboxZooKeeperLog
{
    [LoggerMessage(8200, LogLevel.Information, "Embedded ZooKeeper serves on {Host}:{Port} from '{Directory}', {Nodes} nodes, zxid 0x{Zxid:x}")]
    public static partial void Serving(ILogger logger, string host, int port, string directory, int nodes, long zxid);

    [LoggerMessage(8201, LogLevel.Debug, "Session 0x{Session:x} opened, timeout {Timeout} ms")]
    public static partial void SessionOpened(ILogger logger, long session, int timeout);

    [LoggerMessage(8202, LogLevel.Debug, "Session 0x{Session:x} resumed")]
    public static partial void SessionResumed(ILogger logger, long session);

    [LoggerMessage(8203, LogLevel.Information, "Session 0x{Session:x} expired")]
    public static partial void SessionExpired(ILogger logger, long session);

    [LoggerMessage(8204, LogLevel.Information, "Session 0x{Session:x} cannot be resumed: unknown or wrong password")]
    public static partial void SessionRefused(ILogger logger, long session);

    [LoggerMessage(8205, LogLevel.Warning, "Client of session 0x{Session:x} has seen zxid 0x{Seen:x}, the last here is 0x{Last:x}: refused")]
    public static partial void ClientAhead(ILogger logger, long session, long seen, long last);

    [LoggerMessage(8206, LogLevel.Warning, "Client of session 0x{Session:x} broke the protocol: {Fault}")]
    public static partial void BadRequest(ILogger logger, long session, string fault);
}
