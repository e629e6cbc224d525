using Microsoft.Extensions.Logging;

namespace Nightshift.Hosts;

internal static partial class HostLog
{
    [LoggerMessage(3001, LogLevel.Debug, "{Host}: {What} has answered; its channel was still open and was given up")]
    internal static partial void HungUp(ILogger logger, HostAddress host, string what);

    [LoggerMessage(3002, LogLevel.Warning, "{Host}: {What} was given up and could not be ended")]
    internal static partial void NotEnded(ILogger logger, HostAddress host, string what, Exception cause);
}
