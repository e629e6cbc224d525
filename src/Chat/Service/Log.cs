using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Service;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "The command {Command} of {Person} failed")]
    public static partial void CommandFailed(this ILogger logger, string command, string person, Exception exception);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "What follows {Text} of {Person} could not be found out")]
    public static partial void CompletionFailed(this ILogger logger, string text, string person, Exception exception);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "The refused {Command} of {Person} could not be recorded")]
    public static partial void RefusalNotRecorded(this ILogger logger, string command, string person, Exception exception);
}
