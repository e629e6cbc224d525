using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Model;

/// <summary>A message as the server keeps it, with all that ever stood in it.</summary>
internal sealed class Message(Snowflake id, Channel channel, User author, DateTimeOffset sent)
{
    public Snowflake Id { get; } = id;

    public Channel Channel { get; } = channel;

    public User Author { get; } = author;

    public DateTimeOffset Sent { get; } = sent;

    public DateTimeOffset? Edited { get; set; }

    public string Content { get; set; } = "";

    public JsonArray Embeds { get; set; } = [];

    public JsonArray Components { get; set; } = [];

    public List<Attachment> Attachments { get; set; } = [];

    public List<Reaction> Reactions { get; } = [];

    public Mentions Mentions { get; set; } = Mentions.None;

    public MessageFlags Flags { get; set; }

    public JsonNode? Nonce { get; set; }

    public Snowflake? ReplyTo { get; init; }

    public Channel? Thread { get; set; }

    /// <summary>The interaction this message answers, and, if ephemeral, who alone sees it.</summary>
    public Interactions.Interaction? Interaction { get; init; }

    public bool Deleted { get; set; }

    public bool Ephemeral => Flags.HasFlag(MessageFlags.Ephemeral);

    /// <summary>What stood in the message before each edit, oldest first.</summary>
    public List<Edit> History { get; } = [];
}

[Flags]
internal enum MessageFlags
{
    None = 0,
    SuppressEmbeds = 1 << 2,
    HasThread = 1 << 5,
    Ephemeral = 1 << 6,
    Loading = 1 << 7,
    SuppressNotifications = 1 << 12,
    ComponentsV2 = 1 << 15,
}

/// <summary>Accounts that reacted with one emoji, in the order in which they came.</summary>
internal sealed record Reaction(string Emoji, List<User> Users);

/// <summary>Whom a message really calls: what its text mentions, less what its `allowed_mentions` forbids.</summary>
public sealed record Mentions(IReadOnlyList<Snowflake> Users, IReadOnlyList<Snowflake> Roles, bool Everyone)
{
    public static Mentions None { get; } = new([], [], false);

    public bool Any => Users.Count > 0 || Roles.Count > 0 || Everyone;
}

/// <summary>A file of a message, with its bytes.</summary>
public sealed record Attachment(Snowflake Id, string FileName, string? Description, string ContentType, ReadOnlyMemory<byte> Bytes, Uri Url);

/// <summary>A state of a message: from when it stood so, its text and its embeds and components as JSON.</summary>
public sealed record Edit(DateTimeOffset At, string Content, string Embeds, string Components);
