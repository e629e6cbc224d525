using Nightshift.Chat.Discord.Protocol.Rest;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Mapping;

/// <summary>Messages as Discord wants them.</summary>
internal static class MessageMap
{
    /// <summary>A flag of messages and of promises: only the one who asked sees it.</summary>
    public const int Ephemeral = 64;

    /// <param name="nonce">Under which it is sent; null for one that is not sent to a channel.</param>
    public static WireMessageBody New(DiscordMessage message, string? nonce, bool isPrivate = false) => Body(message) with
    {
        Embeds = message.Embeds.Count == 0 ? null : Embeds(message),
        Components = message.Buttons.Count == 0 ? null : Rows(message),
        Attachments = message.Files.Count == 0 ? null : Attachments(message),
        Nonce = nonce,
        EnforceNonce = nonce is null ? null : true,
        Flags = isPrivate ? Ephemeral : null,
    };

    /// <summary>The whole of it: what the message had and does not name any more is gone, files too.</summary>
    public static WireMessageBody Whole(DiscordMessage message) => Body(message) with
    {
        Embeds = Embeds(message),
        Components = Rows(message),
        Attachments = Attachments(message),
    };

    private static WireMessageBody Body(DiscordMessage message) =>
        new(message.Content, new WireAllowedMentions([], [.. message.MentionedUsers.Distinct()], [.. message.MentionedRoles.Distinct()]));

    private static List<WireEmbed> Embeds(DiscordMessage message) =>
    [
        .. message.Embeds.Select(embed => new WireEmbed(
            NullIfEmpty(embed.Title),
            NullIfEmpty(embed.Description),
            [.. embed.Fields.Select(field => new WireField(field.Name, field.Value, field.Inline))],
            embed.Color,
            NullIfEmpty(embed.Footer) is { } footer ? new WireFooter(footer) : null)),
    ];

    private static List<WireRow> Rows(DiscordMessage message) =>
    [
        .. message.Buttons.Select(row => new WireRow(1, [.. row.Select(button => new WireButton(2, (int)button.Style, button.Id, button.Label, button.IsDisabled))])),
    ];

    private static List<WireAttachment> Attachments(DiscordMessage message) =>
        [.. message.Files.Select((file, index) => new WireAttachment(index, FileName.From(file.Name)))];

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
