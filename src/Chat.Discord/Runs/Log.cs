using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Runs;

internal static partial class Log
{
    [LoggerMessage(EventId = 4321, Level = LogLevel.Warning, Message = "Discord's channel no longer hears of runs; it tries again")]
    public static partial void WatchFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4322, Level = LogLevel.Warning, Message = "Runs could not be looked through for Discord's channel; it tries again")]
    public static partial void LookFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4323, Level = LogLevel.Warning, Message = "The messages of run {Run} could not be written into the outbox; it tries again")]
    public static partial void RunFailed(this ILogger logger, long run, Exception exception);

    [LoggerMessage(EventId = 4324, Level = LogLevel.Warning, Message = "Run {Run} could not be held, or let go on, for Discord's absence; it tries again")]
    public static partial void HoldFailed(this ILogger logger, long run, Exception exception);

    [LoggerMessage(EventId = 4325, Level = LogLevel.Warning, Message = "Run {Run}: Discord is away: {Sentence}")]
    public static partial void Held(this ILogger logger, long run, string sentence);

    [LoggerMessage(EventId = 4326, Level = LogLevel.Information, Message = "Run {Run}: Discord is back: {Sentence}")]
    public static partial void LetGo(this ILogger logger, long run, string sentence);

    [LoggerMessage(EventId = 4327, Level = LogLevel.Warning, Message = "It could not be looked whether message {Message} still stands; it tries again")]
    public static partial void StandsUnknown(this ILogger logger, Snowflake message, Exception exception);

    [LoggerMessage(EventId = 4328, Level = LogLevel.Warning, Message = "Somebody deleted {Entry}")]
    public static partial void Deleted(this ILogger logger, string entry);
}
