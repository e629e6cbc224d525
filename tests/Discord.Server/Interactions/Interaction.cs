using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Interactions;

public enum InteractionType
{
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

/// <summary>How far the application's answer has come.</summary>
public enum InteractionState
{
    /// <summary>Not acknowledged; after 3 s it no longer can be.</summary>
    Waiting,

    /// <summary>Acknowledged, the answer is to follow (types 5 and 6).</summary>
    Deferred,

    /// <summary>Answered by a message, an update, choices or a form (types 4, 7, 8, 9), or after deferral.</summary>
    Answered,
}

/// <summary>An interaction and what became of it.</summary>
internal sealed class Interaction(Snowflake id, InteractionType type, string token, User user, Channel channel, DateTimeOffset created)
{
    public Snowflake Id { get; } = id;

    public InteractionType Type { get; } = type;

    public string Token { get; } = token;

    public User User { get; } = user;

    public Channel Channel { get; } = channel;

    public DateTimeOffset Created { get; } = created;

    public bool IsCommand => Type == InteractionType.Command;

    /// <summary>The message whose component was pressed.</summary>
    public Message? Source { get; init; }

    /// <summary>The type of the option that is being completed.</summary>
    public OptionType Focused { get; init; }

    public InteractionState State { get; set; }

    /// <summary>The number of the callback that acknowledged it.</summary>
    public int? CallbackType { get; set; }

    public DateTimeOffset? Acknowledged { get; set; }

    /// <summary>Stopwatch stamps, for latencies in the machine's own time whatever clock the test runs on.</summary>
    public long Started { get; init; }

    public TimeSpan? WallLatency { get; set; }

    /// <summary>The first answer: what `@original` names.</summary>
    public Message? Original { get; set; }

    public List<Message> FollowUps { get; } = [];

    public JsonArray? Choices { get; set; }

    public JsonObject? Modal { get; set; }

    /// <summary>The event as it was sent, for sending it again or altered.</summary>
    public JsonObject Payload { get; set; } = [];
}
