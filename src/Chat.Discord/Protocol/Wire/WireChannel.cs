namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <param name="Type">Kind of channel; 10, 11 and 12 are threads.</param>
/// <param name="ParentId">Of a thread: the channel that it was started in.</param>
internal sealed record WireChannel(
    Snowflake Id, int Type, Snowflake? GuildId = null, Snowflake? ParentId = null, string? Name = null, IReadOnlyList<WireOverwrite>? PermissionOverwrites = null)
{
    public bool IsThread => IsThreadType(Type);

    public static bool IsThreadType(int type) => type is 10 or 11 or 12;
}

/// <param name="Type">0: of a role, 1: of a member.</param>
internal sealed record WireOverwrite(Snowflake Id, int Type, string Allow, string Deny);

/// <param name="AutoArchiveDuration">Minutes without a message after which the thread leaves the list: 60, 1440, 4320 or 10080.</param>
internal sealed record WireThreadStart(string Name, int AutoArchiveDuration);
