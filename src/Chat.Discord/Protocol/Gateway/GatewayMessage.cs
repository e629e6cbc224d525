using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>What a payload means. The cases stand in the same file: they are all there are.</summary>
internal abstract record GatewayMessage
{
    /// <exception cref="GatewayFaultException">What the session itself stands on cannot be read. An event that cannot be read is an <see cref="Unreadable"/>.</exception>
    public static GatewayMessage From(GatewayFrame frame) => frame.Opcode switch
    {
        GatewayOpcode.Dispatch => Dispatched(frame),
        GatewayOpcode.Heartbeat => new HeartbeatWanted(),
        GatewayOpcode.Reconnect => new ReconnectWanted(),
        GatewayOpcode.InvalidSession => new SessionInvalid(frame.Data.Span.SequenceEqual("true"u8)),
        GatewayOpcode.Hello => new Hello(Interval(Needed(frame, WireJson.Default.WireHello))),
        GatewayOpcode.HeartbeatAck => new HeartbeatAcknowledged(),
        _ => new Ignored($"opcode {(int)frame.Opcode}"),
    };

    private static GatewayMessage Dispatched(GatewayFrame frame) => frame.Type switch
    {
        "READY" => new Ready(Needed(frame, WireJson.Default.WireReady)),
        "RESUMED" => new Resumed(),
        "INTERACTION_CREATE" => Event(frame, WireJson.Default.WireInteraction, read => new Interacted(read)),
        "MESSAGE_REACTION_ADD" => Event(frame, WireJson.Default.WireReaction, read => new Marked(true, read)),
        "MESSAGE_REACTION_REMOVE" => Event(frame, WireJson.Default.WireReaction, read => new Marked(false, read)),
        "MESSAGE_REACTION_REMOVE_ALL" or "MESSAGE_REACTION_REMOVE_EMOJI" => Event(frame, WireJson.Default.WireCleared, read => new Cleared(read)),
        _ => new Ignored(frame.Type ?? "no type"),
    };

    private static T Needed<T>(GatewayFrame frame, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(frame.Data.Span, type) ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new GatewayFaultException($"Discord's gateway sent an unreadable {frame.Type ?? frame.Opcode.ToString()}", exception);
        }
    }

    private static GatewayMessage Event<T>(GatewayFrame frame, JsonTypeInfo<T> type, Func<T, GatewayMessage> make)
    {
        try
        {
            return make(JsonSerializer.Deserialize(frame.Data.Span, type) ?? throw new JsonException("null"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return new Unreadable(frame.Type!, (exception as JsonException)?.Path ?? "");
        }
    }

    private static TimeSpan Interval(WireHello hello) => hello.HeartbeatInterval is >= 1 and <= 600_000
        ? TimeSpan.FromMilliseconds(hello.HeartbeatInterval)
        : throw new GatewayFaultException($"Discord's gateway wants a heartbeat every {hello.HeartbeatInterval} ms");
}

internal sealed record Hello(TimeSpan Interval) : GatewayMessage;

internal sealed record HeartbeatWanted : GatewayMessage;

internal sealed record HeartbeatAcknowledged : GatewayMessage;

internal sealed record ReconnectWanted : GatewayMessage;

internal sealed record SessionInvalid(bool IsResumable) : GatewayMessage;

internal sealed record Ready(WireReady Data) : GatewayMessage;

/// <summary>Everything missed has been sent again.</summary>
internal sealed record Resumed : GatewayMessage;

internal sealed record Interacted(WireInteraction Interaction) : GatewayMessage;

/// <summary>Something about the reactions of a message.</summary>
internal abstract record Reacted : GatewayMessage;

internal sealed record Marked(bool IsAdded, WireReaction Reaction) : Reacted;

/// <summary>Many were taken off at once.</summary>
internal sealed record Cleared(WireCleared Place) : Reacted;

/// <summary>An event whose form is not the documented one; the session goes on without it.</summary>
/// <param name="Path">Where the first fault lies.</param>
internal sealed record Unreadable(string Type, string Path) : GatewayMessage;

internal sealed record Ignored(string What) : GatewayMessage;
