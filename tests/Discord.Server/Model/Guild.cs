namespace Nightshift.Discord.Server.Model;

/// <summary>A guild with its roles, members and channels.</summary>
public sealed class Guild
{
    internal Guild(Snowflake id, string name, Snowflake owner)
    {
        (Id, Name, Owner) = (id, name, owner);
        Roles[id] = new Role(id, "@everyone", Permission.EveryoneByDefault, 0);
    }

    public Snowflake Id { get; }

    public string Name { get; }

    public Snowflake Owner { get; }

    internal bool Available { get; set; } = true;

    internal Dictionary<Snowflake, Role> Roles { get; } = [];

    internal Dictionary<Snowflake, Member> Members { get; } = [];

    internal Dictionary<Snowflake, Channel> Channels { get; } = [];

    internal List<AuditEntry> Audit { get; } = [];

    internal Role Everyone => Roles[Id];
}

/// <summary>An entry of a guild's audit log: the action's number in Discord's table, and the reason from the request's header.</summary>
public sealed record AuditEntry(Snowflake Id, Snowflake User, int Action, Snowflake? Target, string? Reason)
{
    /// <summary>What else the action names: of overwrites the `id`, the `type` and for roles the `role_name`.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
