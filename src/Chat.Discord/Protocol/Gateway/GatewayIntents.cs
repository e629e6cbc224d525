namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>What a session asks to be told. Interactions come without any; none of these is privileged.</summary>
[Flags]
internal enum GatewayIntents
{
    None = 0,
    GuildMessageReactions = 1 << 10,
}
