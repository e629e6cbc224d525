namespace Nightshift.Chat.Discord.Protocol.Setup;

/// <summary>Permissions by the names that Discord's own settings show.</summary>
public static class PermissionNames
{
    public static string Of(DiscordPermissions permissions) =>
        string.Join(", ", Enum.GetValues<DiscordPermissions>().Where(one => one != DiscordPermissions.None && permissions.HasFlag(one)).Select(One));

    private static string One(DiscordPermissions permission) => permission switch
    {
        DiscordPermissions.AddReactions => "Add Reactions",
        DiscordPermissions.ViewChannel => "View Channel",
        DiscordPermissions.SendMessages => "Send Messages",
        DiscordPermissions.EmbedLinks => "Embed Links",
        DiscordPermissions.AttachFiles => "Attach Files",
        DiscordPermissions.ReadMessageHistory => "Read Message History",
        DiscordPermissions.CreatePublicThreads => "Create Public Threads",
        DiscordPermissions.SendMessagesInThreads => "Send Messages in Threads",
        _ => permission.ToString(),
    };
}
