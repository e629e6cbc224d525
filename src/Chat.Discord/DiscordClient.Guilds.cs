using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol;

namespace Nightshift.Chat.Discord;

public sealed partial class DiscordClient
{
    private const int UnknownMember = 10007;
    private const int UnknownUser = 10013;

    public async Task<IReadOnlyList<DiscordCommand>> GetCommandsAsync(Snowflake? guild, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        return [.. (await _api.GetCommandsAsync(self.Application, guild, cancellationToken)).Select(CommandMap.From)];
    }

    public async Task SetCommandsAsync(Snowflake? guild, IReadOnlyList<DiscordCommand> commands, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        await _api.SetCommandsAsync(self.Application, guild, [.. commands.Select(CommandMap.To)], cancellationToken);
    }

    public async Task<DiscordMember?> FindMemberAsync(Snowflake guild, Snowflake user, CancellationToken cancellationToken)
    {
        try
        {
            var member = await _api.GetMemberAsync(guild, user, cancellationToken);
            return new DiscordMember(
                InteractionMap.From(member.User ?? throw new DiscordUnreachableException("Discord's answer names no user of a member")), member.Roles);
        }
        catch (DiscordRefusedException refusal) when (refusal.Code is UnknownMember or UnknownUser)
        {
            return null;
        }
    }

    public async Task<IReadOnlyDictionary<Snowflake, string>> GetRolesAsync(Snowflake guild, CancellationToken cancellationToken) =>
        (await _api.GetRolesAsync(guild, cancellationToken)).ToDictionary(role => role.Id, role => role.Name);

    public async Task<DiscordPermissions> GetPermissionsAsync(Snowflake guild, Snowflake channel, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        return await ChannelPermissions.ReadAsync(_api, guild, channel, self.User.Id, _time.GetUtcNow(), cancellationToken);
    }
}
