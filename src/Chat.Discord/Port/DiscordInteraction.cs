namespace Nightshift.Chat.Discord;

public enum DiscordInteractionKind
{
    Command = 2,
    Button = 3,
    Completion = 4,
}

/// <summary>Somebody gave a command, pressed a button or types an option.</summary>
/// <param name="Token">By which it is answered; a secret for 15 minutes.</param>
/// <param name="Guild">Null in a direct message.</param>
/// <param name="Locale">Of the person: <c>en-US</c>, <c>zh-CN</c>.</param>
public sealed record DiscordInteraction(
    Snowflake Id, string Token, DiscordInteractionKind Kind, Snowflake? Guild, Snowflake Channel, DiscordUser User, IReadOnlyList<Snowflake> Roles, string Locale)
{
    /// <summary>The channel whose thread it was given in; null outside of threads.</summary>
    public Snowflake? Parent { get; init; }

    /// <summary>The channel that it belongs to, whether it was given there or in one of its threads.</summary>
    public Snowflake Home => Parent ?? Channel;

    /// <summary>Of a command or completion: its name, then that of a group and of a sub-command where there are.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<DiscordOptionValue> Options { get; init; } = [];

    /// <summary>Of a button: its id.</summary>
    public string? Button { get; init; }

    /// <summary>Of a button: the message that it stands under.</summary>
    public Snowflake? Message { get; init; }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"{Kind} {Id} of {User.Id}";
}

/// <param name="Value">As text, whatever its type: <c>true</c>, <c>12</c>.</param>
/// <param name="IsFocused">Of a completion: whether this is what is being typed.</param>
public sealed record DiscordOptionValue(string Name, string Value, bool IsFocused = false);

/// <param name="Emoji">A character of Unicode's as sent; null for a guild's own.</param>
public sealed record DiscordReaction(bool IsAdded, Snowflake Channel, Snowflake Message, Snowflake User, string? Emoji, Snowflake? Guild, bool? IsBot);

public sealed record DiscordUser(Snowflake Id, string Name, bool IsBot);

public sealed record DiscordMember(DiscordUser User, IReadOnlyList<Snowflake> Roles);

/// <param name="Application">The id under which commands are registered.</param>
public sealed record DiscordSelf(DiscordUser User, Snowflake Application);
