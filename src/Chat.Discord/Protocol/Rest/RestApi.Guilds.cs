using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Rest;

internal sealed partial class RestApi
{
    public Task<WireGatewayBot> GetGatewayAsync(CancellationToken cancellationToken) =>
        ReadAsync(Get(RestOperation.GetGateway, "gateway/bot", "gateway/bot"), WireJson.Default.WireGatewayBot, cancellationToken);

    public Task<WireApplication> GetApplicationAsync(CancellationToken cancellationToken) =>
        ReadAsync(Get(RestOperation.GetApplication, "applications/@me", "applications/@me"), WireJson.Default.WireApplication, cancellationToken);

    public Task<WireUser> GetSelfAsync(CancellationToken cancellationToken) =>
        ReadAsync(Get(RestOperation.GetSelf, "users/@me", "users/@me"), WireJson.Default.WireUser, cancellationToken);

    public Task<WireGuild> GetGuildAsync(Snowflake guild, CancellationToken cancellationToken) =>
        ReadAsync(Get(RestOperation.GetGuild, "guilds/{guild}", $"guilds/{guild}", guild), WireJson.Default.WireGuild, cancellationToken);

    public Task<IReadOnlyList<WireRole>> GetRolesAsync(Snowflake guild, CancellationToken cancellationToken) =>
        ReadAsync(Get(RestOperation.GetRoles, "guilds/{guild}/roles", $"guilds/{guild}/roles", guild), WireJson.Default.IReadOnlyListWireRole, cancellationToken);

    public Task<WireMember> GetMemberAsync(Snowflake guild, Snowflake user, CancellationToken cancellationToken) => ReadAsync(
        Get(RestOperation.GetMember, "guilds/{guild}/members/{user}", $"guilds/{guild}/members/{user}", guild), WireJson.Default.WireMember, cancellationToken);

    public Task<WireChannel> GetChannelAsync(Snowflake channel, CancellationToken cancellationToken) =>
        ReadAsync(Get(RestOperation.GetChannel, "channels/{channel}", $"channels/{channel}", channel), WireJson.Default.WireChannel, cancellationToken);
}
