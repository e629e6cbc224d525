namespace Nightshift.Chat.Discord;

/// <summary>The permissions that Nightshift needs in a channel. Source: Discord's API reference, "Permissions".</summary>
[Flags]
public enum DiscordPermissions : ulong
{
    None = 0,
    AddReactions = 1UL << 6,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    EmbedLinks = 1UL << 14,
    AttachFiles = 1UL << 15,
    ReadMessageHistory = 1UL << 16,
    CreatePublicThreads = 1UL << 35,
    SendMessagesInThreads = 1UL << 38,
}
