using Microsoft.Extensions.Logging;

namespace Nightshift.ZooKeeper;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "ZooKeeper session 0x{Session:x} is connected to {Server}, timeout {Timeout}")]
    public static partial void Connected(ILogger logger, ServerAddress server, long session, TimeSpan timeout);

    [LoggerMessage(2101, LogLevel.Warning, "ZooKeeper session 0x{Session:x} lost {Server}: {Cause}")]
    public static partial void Disconnected(ILogger logger, ServerAddress server, long session, string cause);

    [LoggerMessage(2102, LogLevel.Debug, "ZooKeeper server {Server} cannot be used: {Cause}")]
    public static partial void ConnectFailed(ILogger logger, ServerAddress server, string cause);

    [LoggerMessage(2103, LogLevel.Warning, "ZooKeeper session 0x{Session:x} has expired")]
    public static partial void Expired(ILogger logger, long session);

    [LoggerMessage(2104, LogLevel.Error, "ZooKeeper server {Server} refused the identity: {Cause}")]
    public static partial void AuthFailed(ILogger logger, ServerAddress server, string cause);

    [LoggerMessage(2105, LogLevel.Warning, "The end of ZooKeeper session 0x{Session:x} was not confirmed, it will time out: {Cause}")]
    public static partial void CloseUnconfirmed(ILogger logger, long session, string cause);

    [LoggerMessage(2106, LogLevel.Critical, "The loop of ZooKeeper session 0x{Session:x} broke")]
    public static partial void LoopFailed(ILogger logger, Exception exception, long session);
}
