using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Setup;

public sealed partial class DiscordSetup
{
    /// <summary>Source: Discord's API reference, "Permissions" and "Allowed mentions": what a message allows does not stand in for the permission.</summary>
    private const ulong MentionEveryone = 1UL << 17;

    private async Task CheckRolesAsync(WireUser self, Snowflake guild, IReadOnlyList<Snowflake> channels, DiscordRoleUse use, CancellationToken cancellationToken)
    {
        if (use.Called.Count + use.Meant.Count == 0) return;
        var roles = await _api.GetRolesAsync(guild, cancellationToken);
        foreach (var role in use.Meant.Where(role => Named(roles, role) != 1))
            Fault(
                Named(roles, role) == 0 ? $"The guild {guild} has no role '{role}', for which the configuration gives roles to its members." : $"{Named(roles, role)} roles of the guild {guild} are named '{role}', so none of them counts.",
                "In Discord, under Server Settings, Roles, Copy Role ID, and write that id into the configuration.");
        foreach (var role in use.Called.Distinct())
        {
            if (roles.FirstOrDefault(one => one.Id == role) is not { } called)
                Fault($"The guild {guild} has no role {role}, which is to be called.", "In Discord, under Server Settings, Roles, Copy Role ID of the one that is meant, and correct the id.");
            else if (!called.Mentionable && !await MayMentionAllAsync(self, guild, channels, cancellationToken))
                Fault(
                    $"The role '{called.Name}' ({role}) is to be called, and a mention of it reaches nobody.",
                    "In Discord, under Server Settings, Roles, that role, switch on Allow anyone to @mention this role.");
        }
    }

    private static int Named(IReadOnlyList<WireRole> roles, string role) => roles.Count(one => Snowflake.TryParse(role, out var id) ? one.Id == id : one.Name == role);

    /// <summary>In all of the channels. A channel that cannot be read is told of elsewhere.</summary>
    private async Task<bool> MayMentionAllAsync(WireUser self, Snowflake guild, IReadOnlyList<Snowflake> channels, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var channel in channels)
                if ((await ChannelPermissions.BitsAsync(_api, guild, channel, self.Id, _time.GetUtcNow(), cancellationToken) & MentionEveryone) == 0) return false;
            return true;
        }
        catch (DiscordRefusedException)
        {
            return false;
        }
    }
}
