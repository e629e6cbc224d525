namespace Nightshift.Discord.Server.Gateway;

/// <summary>Gateway intents by their bits; 0 marks an event that needs none.</summary>
internal static class Intents
{
    public const int
        None = 0, Guilds = 1 << 0, GuildMembers = 1 << 1, GuildPresences = 1 << 8, GuildMessages = 1 << 9, GuildMessageReactions = 1 << 10,
        DirectMessages = 1 << 12, MessageContent = 1 << 15;

    /// <summary>Bits 0–16, 20, 21, 24 and 25 have a meaning.</summary>
    public const int Known = 0x1FFFF | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

    public const int Privileged = GuildMembers | GuildPresences | MessageContent;
}
