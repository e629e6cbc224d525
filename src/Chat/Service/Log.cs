using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Service;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "The command {Command} of {Person} failed")]
    public static partial void CommandFailed(this ILogger logger, string command, string person, Exception exception);
}
