namespace Nightshift.Discord.Server.Model;

/// <summary>An account, of a person or of a bot.</summary>
public sealed class User
{
    internal User(Snowflake id, string name, bool bot) => (Id, Name, Bot) = (id, name, bot);

    public Snowflake Id { get; }

    public string Name { get; }

    public bool Bot { get; }

    public string Mention => $"<@{Id}>";
}

/// <summary>A role in a guild; the @everyone role has the guild's id.</summary>
public sealed class Role
{
    internal Role(Snowflake id, string name, Permission permissions, int position) =>
        (Id, Name, Permissions, Position) = (id, name, permissions, position);

    public Snowflake Id { get; }

    public string Name { get; }

    public int Position { get; }

    public Permission Permissions { get; internal set; }

    public bool Mentionable { get; internal init; }

    public string Mention => $"<@&{Id}>";
}

/// <summary>An account in a guild, with its roles (without @everyone).</summary>
internal sealed class Member(User user, DateTimeOffset joined)
{
    public User User { get; } = user;

    public DateTimeOffset Joined { get; } = joined;

    public HashSet<Snowflake> Roles { get; } = [];
}
