using Nightshift.Chat.Discord.Mapping;
using Nightshift.Chat.Discord.Protocol;

namespace Nightshift.Chat.Discord;

public sealed partial class DiscordClient
{
    private const int UnknownMember = 10007;
    private const int UnknownUser = 10013;
    private const int UnknownChannel = 10003;

    public async Task<IReadOnlyList<DiscordCommand>> GetCommandsAsync(Snowflake? guild, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        return [.. (await _api.GetCommandsAsync(self.Application, guild, cancellationToken)).Select(Commands.From)];
    }

    public async Task SetCommandsAsync(Snowflake? guild, IReadOnlyList<DiscordCommand> commands, CancellationToken cancellationToken)
    {
        var self = await SelfAsync(cancellationToken);
        await _api.SetCommandsAsync(self.Application, guild, [.. commands.Select(Commands.To)], cancellationToken);
    }

    public async Task<DiscordMember?> FindMemberAsync(Snowflake guild, Snowflake user, CancellationToken cancellationToken)
    {
        try
        {
            var member = await _api.GetMemberAsync(guild, user, cancellationToken);
            return new DiscordMember(
                Interactions.From(member.User ?? throw new DiscordUnreachableException("Discord's answer names no user of a member")), member.Roles);
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
        var self = (await SelfAsync(cancellationToken)).User.Id;
        var asked = await _api.GetChannelAsync(channel, cancellationToken);
        if (asked.GuildId != guild) throw new DiscordRefusedException(404, UnknownChannel, $"The channel {channel} is not one of the guild {guild}");
        var holder = asked is { IsThread: true, ParentId: { } parent } ? await _api.GetChannelAsync(parent, cancellationToken) : asked;
        var member = await _api.GetMemberAsync(guild, self, cancellationToken);
        var bits = Permissions.In(await _api.GetGuildAsync(guild, cancellationToken), holder, asked.IsThread, self, member, _time.GetUtcNow());
        return (DiscordPermissions)bits & Named;
    }

    private static readonly DiscordPermissions Named = Enum.GetValues<DiscordPermissions>().Aggregate((all, one) => all | one);
}
