namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>Everything that is asked of Discord by HTTP. A new one has to be entered in <see cref="RestRetry"/>, or it is never repeated.</summary>
internal enum RestOperation
{
    GetGateway,
    GetApplication,
    GetSelf,
    GetGuild,
    GetRoles,
    GetMember,
    GetChannel,
    GetReactions,
    GetMessages,
    GetCommands,
    SetCommands,
    CreateMessage,
    EditMessage,
    AddReaction,
    StartThread,
    AcknowledgeInteraction,
    EditAnswer,
    FollowUp,
}
