namespace Nightshift.Discord.Server.Model;

/// <summary>A text channel or a thread.</summary>
public sealed class Channel
{
    internal Channel(Snowflake id, Guild guild, string name, ChannelType type, Channel? parent) =>
        (Id, Guild, Name, Type, Parent) = (id, guild, name, type, parent);

    public Snowflake Id { get; }

    public Guild Guild { get; }

    public string Name { get; internal set; }

    public ChannelType Type { get; }

    /// <summary>The channel a thread belongs to.</summary>
    public Channel? Parent { get; }

    public bool IsThread => Type is ChannelType.PublicThread or ChannelType.PrivateThread;

    public string Mention => $"<#{Id}>";

    internal Snowflake? Owner { get; init; }

    internal int AutoArchiveMinutes { get; set; } = 1440;

    internal bool Archived { get; set; }

    internal bool Locked { get; set; }

    internal DateTimeOffset ArchiveChanged { get; set; }

    internal HashSet<Snowflake> ThreadMembers { get; } = [];

    internal Dictionary<Snowflake, Overwrite> Overwrites { get; } = [];

    internal MessageLog Messages { get; } = new();
}

public enum ChannelType
{
    Text = 0,
    PublicThread = 11,
    PrivateThread = 12,
}

/// <summary>What a channel allows and denies a role (type 0) or a member (type 1), over the guild's own permissions.</summary>
internal sealed record Overwrite(Snowflake Id, int Type, Permission Allow, Permission Deny);
