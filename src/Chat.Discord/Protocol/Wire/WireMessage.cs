namespace Nightshift.Chat.Discord.Protocol.Wire;

/// <summary>A message as answered; nothing but its id is used.</summary>
internal sealed record WireMessage(Snowflake Id);

/// <summary>A message as sent. What is null is not written: at an edit it stays what it was.</summary>
internal sealed record WireMessageBody(string Content, WireAllowedMentions AllowedMentions)
{
    public IReadOnlyList<WireEmbed>? Embeds { get; init; }

    public IReadOnlyList<WireRow>? Components { get; init; }

    public IReadOnlyList<WireAttachment>? Attachments { get; init; }

    public string? Nonce { get; init; }

    /// <summary>True: a second message with the same nonce is not made, the first is answered.</summary>
    public bool? EnforceNonce { get; init; }

    public int? Flags { get; init; }
}

/// <summary>Whom the text may reach. With <paramref name="Parse"/> empty, only those listed.</summary>
internal sealed record WireAllowedMentions(IReadOnlyList<string> Parse, IReadOnlyList<Snowflake> Users, IReadOnlyList<Snowflake> Roles, bool RepliedUser = false);

internal sealed record WireEmbed(string? Title, string? Description, IReadOnlyList<WireField> Fields, int? Color, WireFooter? Footer);

internal sealed record WireField(string Name, string Value, bool Inline);

internal sealed record WireFooter(string Text);

/// <param name="Id">The index of the file's part in the same request.</param>
internal sealed record WireAttachment(int Id, string Filename);

/// <param name="Type">1: a row.</param>
internal sealed record WireRow(int Type, IReadOnlyList<WireButton> Components);

/// <param name="Type">2: a button.</param>
internal sealed record WireButton(int Type, int Style, string CustomId, string Label, bool Disabled);

/// <summary>A message as it stands in a channel: what tells whether it is one of ours, and which.</summary>
internal sealed record WireSeenMessage(Snowflake Id, WireUser Author, IReadOnlyList<WireSeenEmbed> Embeds);

internal sealed record WireSeenEmbed(WireFooter? Footer = null);
