using Nightshift.Chat.Discord.Protocol.Rest;

namespace Nightshift.Chat.Discord.Protocol;

/// <summary>What somebody may do in a channel, as of now.</summary>
internal static class ChannelPermissions
{
    public const int UnknownChannel = 10003;

    private static readonly DiscordPermissions Named = Enum.GetValues<DiscordPermissions>().Aggregate((all, one) => all | one);

    /// <exception cref="DiscordRefusedException">The channel is not the guild's, or must not be seen.</exception>
    public static async Task<DiscordPermissions> ReadAsync(
        RestApi api, Snowflake guild, Snowflake channel, Snowflake user, DateTimeOffset now, CancellationToken cancellationToken) =>
        (DiscordPermissions)await BitsAsync(api, guild, channel, user, now, cancellationToken) & Named;

    /// <summary>The same with those that have no name here.</summary>
    /// <exception cref="DiscordRefusedException">The channel is not the guild's, or must not be seen.</exception>
    public static async Task<ulong> BitsAsync(RestApi api, Snowflake guild, Snowflake channel, Snowflake user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asked = await api.GetChannelAsync(channel, cancellationToken);
        if (asked.GuildId != guild) throw new DiscordRefusedException(404, UnknownChannel, $"The channel {channel} is not one of the guild {guild}");
        var holder = asked is { IsThread: true, ParentId: { } parent } ? await api.GetChannelAsync(parent, cancellationToken) : asked;
        var member = await api.GetMemberAsync(guild, user, cancellationToken);
        return Permissions.In(await api.GetGuildAsync(guild, cancellationToken), holder, asked.IsThread, user, member, now);
    }
}
