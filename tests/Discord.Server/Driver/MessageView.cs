using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Driver;

/// <summary>A message as a person sees it, at one moment; look again for a later one.</summary>
public sealed record MessageView
{
    public required Snowflake Id { get; init; }

    public required Channel Channel { get; init; }

    public required User Author { get; init; }

    public required DateTimeOffset Sent { get; init; }

    public DateTimeOffset? Edited { get; init; }

    public required string Content { get; init; }

    public required JsonArray Embeds { get; init; }

    /// <summary>The buttons of all rows, in order.</summary>
    public required IReadOnlyList<ButtonView> Buttons { get; init; }

    public required IReadOnlyList<Attachment> Attachments { get; init; }

    /// <summary>Who reacted, by emoji.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<User>> Reactions { get; init; }

    /// <summary>Whom the message called; an edit calls nobody, whatever stands here after it.</summary>
    public required Mentions Mentions { get; init; }

    /// <summary>All states of the message, the first as sent, the last as it stands.</summary>
    public required IReadOnlyList<Edit> History { get; init; }

    public Channel? Thread { get; init; }

    public bool Ephemeral { get; init; }

    /// <summary>"… is thinking": deferred and not answered yet.</summary>
    public bool Loading { get; init; }

    public bool Deleted { get; init; }

    public string? Nonce { get; init; }

    public Snowflake? ReplyTo { get; init; }

    public int Edits => History.Count - 1;

    /// <summary>All that can be read in it: text, then titles, descriptions, fields and footers of its embeds, line by line.</summary>
    public string Text => string.Join('\n', new[] { Content }.Concat(Embeds.OfType<JsonObject>().SelectMany(Lines)).Where(line => line.Length > 0));

    private static IEnumerable<string> Lines(JsonObject embed)
    {
        yield return embed["author"]?["name"]?.ToString() ?? "";
        yield return embed["title"]?.ToString() ?? "";
        yield return embed["description"]?.ToString() ?? "";
        foreach (var field in (embed["fields"] as JsonArray ?? []).OfType<JsonObject>())
        {
            yield return field["name"]?.ToString() ?? "";
            yield return field["value"]?.ToString() ?? "";
        }

        yield return embed["footer"]?["text"]?.ToString() ?? "";
    }

    internal static MessageView Of(Message message) => new()
    {
        Id = message.Id,
        Channel = message.Channel,
        Author = message.Author,
        Sent = message.Sent,
        Edited = message.Edited,
        Content = message.Content,
        Embeds = JsonText.Copy(message.Embeds),
        Buttons = ButtonView.In(message.Components),
        Attachments = [.. message.Attachments],
        Reactions = message.Reactions.ToDictionary(reaction => reaction.Emoji, IReadOnlyList<User> (reaction) => [.. reaction.Users]),
        Mentions = message.Mentions,
        History = [.. message.History, MessageBoard.State(message)],
        Thread = message.Thread,
        Ephemeral = message.Ephemeral,
        Loading = message.Flags.HasFlag(MessageFlags.Loading),
        Deleted = message.Deleted,
        Nonce = message.Nonce?.ToString(),
        ReplyTo = message.ReplyTo,
    };
}

/// <summary>A button: its label, its custom_id (null for links), its style's number, and whether it can be pressed.</summary>
public sealed record ButtonView(string Label, string? CustomId, int Style, bool Disabled)
{
    internal static IReadOnlyList<ButtonView> In(JsonArray components) =>
    [
        .. components.OfType<JsonObject>().SelectMany(row => row["components"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(component => component["type"]?.ToString() == "2")
            .Select(button => new ButtonView(
                button["label"]?.ToString() ?? button["emoji"]?["name"]?.ToString() ?? "",
                button["custom_id"]?.ToString(),
                (int)button["style"]!,
                button["disabled"]?.ToString() == "true")),
    ];
}
