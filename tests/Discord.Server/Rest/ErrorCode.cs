namespace Nightshift.Discord.Server.Rest;

/// <summary>Discord's JSON error codes, as far as this server answers with them (topics/opcodes-and-status-codes).</summary>
internal static class ErrorCode
{
    public const int
        UnknownChannel = 10003, UnknownGuild = 10004, UnknownMember = 10007, UnknownMessage = 10008,
        UnknownOverwrite = 10009, UnknownRole = 10011, UnknownUser = 10013, UnknownEmoji = 10014, UnknownWebhook = 10015,
        UnknownInteraction = 10062, UnknownCommand = 10063,
        NotThisApplication = 20012,
        TooManyReactions = 30010, TooManyFiles = 30015, TooManyCommands = 30032, TooManyDailyCommands = 30034, TooManyOldEdits = 30046,
        TooLarge = 40005, AlreadyAcknowledged = 40060, BadUserAgent = 40333,
        MissingAccess = 50001, AuthoredByAnother = 50005, EmptyMessage = 50006, MissingPermissions = 50013, WrongChannelType = 50024,
        InvalidWebhookToken = 50027, InvalidForm = 50035, InvalidApiVersion = 50041, ThreadArchived = 50083, InvalidJson = 50109,
        ThreadExists = 160004, ThreadLocked = 160005;
}
