namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <param name="Username">Unique among all people, unlike the name that somebody shows.</param>
internal sealed record WireUser(Snowflake Id, string Username, bool Bot = false);

/// <param name="User">Absent in the member of a reaction that somebody else tells of.</param>
/// <param name="CommunicationDisabledUntil">While in the future, the member may only look.</param>
internal sealed record WireMember(IReadOnlyList<Snowflake> Roles, WireUser? User = null, DateTimeOffset? CommunicationDisabledUntil = null);

/// <param name="Permissions">A bit set, in decimal digits.</param>
/// <param name="Mentionable">Whether everybody's mention of it reaches its members.</param>
internal sealed record WireRole(Snowflake Id, string Name, string Permissions, bool Mentionable = false);

internal sealed record WireGuild(Snowflake Id, string Name, Snowflake OwnerId, IReadOnlyList<WireRole> Roles);

/// <param name="InteractionsEndpointUrl">When set, Discord sends interactions there and none to the gateway.</param>
/// <param name="BotPublic">Whether everybody may add the bot to a guild.</param>
internal sealed record WireApplication(Snowflake Id, string Name, long Flags = 0, string? InteractionsEndpointUrl = null, bool BotPublic = false);
