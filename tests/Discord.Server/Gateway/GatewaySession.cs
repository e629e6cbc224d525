using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Json;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>A session: outlives its connection, numbers every event, and keeps them for replay.</summary>
internal sealed class GatewaySession(string id, int intents, int replayDepth)
{
    private readonly Queue<(int Sequence, string Payload)> _sent = [];

    public string Id { get; } = id;

    public int Intents { get; } = intents;

    public int Sequence { get; private set; }

    public GatewayConnection? Connection { get; set; }

    /// <summary>Since when no connection carries it.</summary>
    public DateTimeOffset? Orphaned { get; set; }

    public JsonObject? Presence { get; set; }

    public void Dispatch(string name, JsonNode data)
    {
        Sequence++;
        var payload = JsonText.Write(new JsonObject { ["op"] = 0, ["s"] = Sequence, ["t"] = name, ["d"] = data });
        _sent.Enqueue((Sequence, payload));
        if (_sent.Count > replayDepth) _sent.Dequeue();
        Connection?.Send(payload);
    }

    /// <summary>The events after a number; null when some of them are no longer kept.</summary>
    public IReadOnlyList<string>? After(int sequence)
    {
        if (_sent.TryPeek(out var oldest) && oldest.Sequence > sequence + 1) return null;
        return [.. _sent.Where(sent => sent.Sequence > sequence).Select(sent => sent.Payload)];
    }
}
