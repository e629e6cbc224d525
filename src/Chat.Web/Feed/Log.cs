using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Web.Feed;

internal static partial class Log
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "The page no longer hears of runs; it tries again")]
    public static partial void WatchFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "The card of run {Run} could not be drawn")]
    public static partial void CardFailed(this ILogger logger, long run, Exception exception);
}
