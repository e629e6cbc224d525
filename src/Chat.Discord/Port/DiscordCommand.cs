namespace Nightshift.Chat.Discord;

/// <summary>A slash command. Values compare by content, so that what is registered can be compared with what is wanted.</summary>
/// <param name="Name">1 to 32 characters, small letters.</param>
/// <param name="Descriptions">The description (1 to 100 characters) by locale; the entry <c>""</c> is for all others.</param>
public sealed record DiscordCommand(string Name, IReadOnlyDictionary<string, string> Descriptions, IReadOnlyList<DiscordOption> Options)
{
    public bool Equals(DiscordCommand? other) =>
        other is not null && Name == other.Name && DiscordOption.AreSame(Descriptions, other.Descriptions) && Options.SequenceEqual(other.Options);

    public override int GetHashCode() => HashCode.Combine(Name, Options.Count);
}

public enum DiscordOptionType
{
    SubCommand = 1,
    SubCommandGroup = 2,
    Text = 3,
    Integer = 4,
    Switch = 5,
    Number = 10,
}

/// <param name="Options">Of a sub-command or group; required ones first.</param>
public sealed record DiscordOption(DiscordOptionType Type, string Name, IReadOnlyDictionary<string, string> Descriptions, bool IsRequired, IReadOnlyList<DiscordOption> Options)
{
    /// <summary>At most 25; none together with completion.</summary>
    public IReadOnlyList<DiscordChoice> Choices { get; init; } = [];

    public bool IsCompleted { get; init; }

    public bool Equals(DiscordOption? other) =>
        other is not null && Type == other.Type && Name == other.Name && IsRequired == other.IsRequired && IsCompleted == other.IsCompleted
        && AreSame(Descriptions, other.Descriptions) && Options.SequenceEqual(other.Options) && Choices.SequenceEqual(other.Choices);

    public override int GetHashCode() => HashCode.Combine(Type, Name, Options.Count, Choices.Count);

    internal static bool AreSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var text) && text == pair.Value);
}

/// <param name="Name">1 to 100 characters.</param>
/// <param name="Value">At most 100 characters.</param>
public sealed record DiscordChoice(string Name, string Value);
