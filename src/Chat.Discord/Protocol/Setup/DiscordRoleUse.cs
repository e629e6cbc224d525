namespace Nightshift.Chat.Discord.Protocol.Setup;

/// <summary>The roles of a guild that a program counts on.</summary>
/// <param name="Called">Those that it mentions to reach people.</param>
/// <param name="Meant">Those whose members it lets do more, by id or name.</param>
public sealed record DiscordRoleUse(IReadOnlyList<Snowflake> Called, IReadOnlyList<string> Meant);
