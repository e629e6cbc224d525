using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Outbox;

internal static partial class Log
{
    [LoggerMessage(EventId = 4331, Level = LogLevel.Error, Message = "The outbox cannot be read or written; it is tried again")]
    public static partial void StoreFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4332, Level = LogLevel.Warning, Message = "Discord is not reached with {Entry}: {Reason} Messages wait in the outbox")]
    public static partial void Unreachable(this ILogger logger, string entry, string reason);

    [LoggerMessage(EventId = 4333, Level = LogLevel.Error, Message = "{Entry} could not be sent or recorded; it is tried again")]
    public static partial void EntryFailed(this ILogger logger, string entry, Exception exception);

    [LoggerMessage(EventId = 4334, Level = LogLevel.Warning, Message = "Discord refuses {Entry} ({Status}, code {Code}): {Reason}")]
    public static partial void EntryRefused(this ILogger logger, string entry, int status, int code, string reason);

    [LoggerMessage(EventId = 4335, Level = LogLevel.Warning, Message = "Discord refuses a reaction on {Entry}; people have the buttons: {Reason}")]
    public static partial void ReactionRefused(this ILogger logger, string entry, string reason);
}
