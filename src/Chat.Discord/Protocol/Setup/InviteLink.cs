namespace Nightshift.Chat.Discord.Protocol.Setup;

/// <summary>
/// The link by which somebody who manages a guild adds the bot to it, with exactly the rights that it needs. Source: Discord's API reference, "Bot authorization
/// flow".
/// </summary>
public static class InviteLink
{
    public static readonly DiscordPermissions Permissions = Enum.GetValues<DiscordPermissions>().Aggregate((all, one) => all | one);

    /// <param name="guild">Chosen beforehand; null leaves the choice.</param>
    public static Uri For(Snowflake application, Snowflake? guild = null) => new(
        $"https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={(ulong)Permissions}"
        + (guild is { } id ? $"&guild_id={id}&disable_guild_select=true" : ""));
}
