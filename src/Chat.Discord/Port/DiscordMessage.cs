namespace Nightshift.Chat.Discord;

/// <summary>A message to be sent, or what an existing one is to be. Mentions nobody but those named here, whatever its text says.</summary>
/// <param name="Content">At most 2,000 characters.</param>
public sealed record DiscordMessage(string Content)
{
    public IReadOnlyList<DiscordEmbed> Embeds { get; init; } = [];

    /// <summary>At most 5 rows of at most 5 buttons.</summary>
    public IReadOnlyList<IReadOnlyList<DiscordButton>> Buttons { get; init; } = [];

    public IReadOnlyList<DiscordFile> Files { get; init; } = [];

    /// <summary>People whose mention in the text is to reach them.</summary>
    public IReadOnlyList<Snowflake> MentionedUsers { get; init; } = [];

    public IReadOnlyList<Snowflake> MentionedRoles { get; init; } = [];

    /// <summary>At most 25 characters; what was sent under it is not sent a second time.</summary>
    public string? Nonce { get; init; }
}

/// <summary>At most 6,000 characters in all embeds of a message together.</summary>
/// <param name="Title">At most 256 characters.</param>
/// <param name="Description">At most 4,096 characters.</param>
/// <param name="Fields">At most 25; a name of at most 256 characters, a value of at most 1,024.</param>
public sealed record DiscordEmbed(string Title, string Description, IReadOnlyList<DiscordField> Fields, int? Color = null, string? Footer = null);

public sealed record DiscordField(string Name, string Value, bool Inline = false);

/// <param name="Id">At most 100 characters; told when it is pressed.</param>
/// <param name="Label">At most 80 characters.</param>
public sealed record DiscordButton(string Id, string Label, DiscordButtonStyle Style, bool IsDisabled = false);

public enum DiscordButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
}

public sealed record DiscordFile(string Name, ReadOnlyMemory<byte> Content);
