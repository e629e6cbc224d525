using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord;

internal static partial class ChannelLog
{
    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "{File} is not read; texts of playbooks stay as they were")]
    public static partial void TranslationsNotRead(this ILogger logger, string file, Exception exception);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Warning, Message = "Interaction {Interaction} was not acknowledged after {Milliseconds} ms, so it has no effect")]
    public static partial void NotAcknowledged(this ILogger logger, Snowflake interaction, double milliseconds, Exception exception);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Warning, Message = "Interaction {Interaction} was acknowledged only after {Milliseconds} ms")]
    public static partial void AcknowledgedLate(this ILogger logger, Snowflake interaction, double milliseconds);

    [LoggerMessage(EventId = 4304, Level = LogLevel.Error, Message = "Interaction {Interaction} failed")]
    public static partial void InteractionFailed(this ILogger logger, Snowflake interaction, Exception exception);

    [LoggerMessage(EventId = 4305, Level = LogLevel.Warning, Message = "The answer to interaction {Interaction} did not arrive")]
    public static partial void NotAnswered(this ILogger logger, Snowflake interaction, Exception exception);

    [LoggerMessage(EventId = 4306, Level = LogLevel.Error, Message = "A reaction of {User} on message {Message} failed")]
    public static partial void ReactionFailed(this ILogger logger, Snowflake user, Snowflake message, Exception exception);

    [LoggerMessage(EventId = 4307, Level = LogLevel.Warning, Message = "Command not registered with Discord as declared: {Fault}")]
    public static partial void CommandFault(this ILogger logger, string fault);

    [LoggerMessage(EventId = 4308, Level = LogLevel.Information, Message = "{Commands} commands registered with Discord")]
    public static partial void CommandsRegistered(this ILogger logger, int commands);

    [LoggerMessage(EventId = 4309, Level = LogLevel.Warning, Message = "Commands could not be registered with Discord; it is tried again")]
    public static partial void CommandsNotRegistered(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4310, Level = LogLevel.Information, Message = "Discord: connected as {Name}")]
    public static partial void ChannelStands(this ILogger logger, string name);

    [LoggerMessage(EventId = 4311, Level = LogLevel.Warning, Message = "Discord is away: {Reason}")]
    public static partial void ChannelAway(this ILogger logger, string reason);

    [LoggerMessage(EventId = 4312, Level = LogLevel.Error, Message = "Discord does not let the bot in; the page and the command line remain")]
    public static partial void ChannelRefused(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4313, Level = LogLevel.Warning, Message = "Reactions of message {Message} could not be read again")]
    public static partial void ReactionsNotRead(this ILogger logger, Snowflake message, Exception exception);

    [LoggerMessage(EventId = 4314, Level = LogLevel.Warning, Message = "Nobody could be called for run {Run}")]
    public static partial void CallFailed(this ILogger logger, long run, Exception exception);

    [LoggerMessage(EventId = 4315, Level = LogLevel.Warning, Message = "{Person} is on the roster and has no Discord account")]
    public static partial void NobodyToCall(this ILogger logger, string person);

    [LoggerMessage(EventId = 4316, Level = LogLevel.Information, Message = "What may follow could not be told in time")]
    public static partial void CompletionLate(this ILogger logger);

    [LoggerMessage(EventId = 4317, Level = LogLevel.Information, Message = "Completion {Interaction} could not be answered")]
    public static partial void CompletionNotAnswered(this ILogger logger, Snowflake interaction, Exception exception);

    [LoggerMessage(EventId = 4318, Level = LogLevel.Warning, Message = "What runs cannot be shown beside the bot's name; it is tried again")]
    public static partial void PresenceFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4319, Level = LogLevel.Warning, Message = "The reactions of message {Message} could not be read; it is tried again")]
    public static partial void CatchUpFailed(this ILogger logger, Snowflake message, Exception exception);

    [LoggerMessage(EventId = 4320, Level = LogLevel.Warning, Message = "The messages on which people are asked could not be found out; it is tried again")]
    public static partial void WaitingNotKnown(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4336, Level = LogLevel.Warning, Message = "What became of a reaction of {User} on message {Message} could not be told")]
    public static partial void NoteNotTold(this ILogger logger, Snowflake user, Snowflake message, Exception exception);

    [LoggerMessage(EventId = 4337, Level = LogLevel.Warning, Message = "More complete what they type than can be looked up at once; some see no choices")]
    public static partial void CompletionsFull(this ILogger logger);
}
