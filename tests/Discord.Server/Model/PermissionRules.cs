namespace Nightshift.Discord.Server.Model;

/// <summary>What an account may do in a guild and in a channel: Discord's own algorithm (topics/permissions, "permission hierarchy").</summary>
internal static class PermissionRules
{
    public static Permission In(Guild guild, Snowflake user)
    {
        if (user == guild.Owner) return Permission.All;
        if (!guild.Members.TryGetValue(user, out var member)) return Permission.None;
        var granted = member.Roles.Select(id => guild.Roles[id]).Aggregate(guild.Everyone.Permissions, (sum, role) => sum | role.Permissions);
        return granted.HasFlag(Permission.Administrator) ? Permission.All : granted;
    }

    /// <summary>Threads take the permissions of the channel they belong to.</summary>
    public static Permission In(Channel channel, Snowflake user)
    {
        var guild = channel.Guild;
        var granted = In(guild, user);
        if (granted == Permission.All || !guild.Members.TryGetValue(user, out var member)) return granted;

        var overwrites = (channel.Parent ?? channel).Overwrites;
        if (overwrites.TryGetValue(guild.Id, out var everyone)) granted = Apply(granted, everyone.Allow, everyone.Deny);

        var roles = member.Roles.Select(id => overwrites.GetValueOrDefault(id)).OfType<Overwrite>().ToList();
        granted = Apply(
            granted,
            roles.Aggregate(Permission.None, (sum, overwrite) => sum | overwrite.Allow),
            roles.Aggregate(Permission.None, (sum, overwrite) => sum | overwrite.Deny));

        if (overwrites.TryGetValue(user, out var own)) granted = Apply(granted, own.Allow, own.Deny);
        return granted.HasFlag(Permission.ViewChannel) ? granted : Permission.None;
    }

    private static Permission Apply(Permission granted, Permission allow, Permission deny) => (granted & ~deny) | allow;
}
