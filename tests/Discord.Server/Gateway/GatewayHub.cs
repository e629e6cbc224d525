using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>Connections and sessions, and what each payload of a client does.</summary>
internal sealed partial class GatewayHub
{
    private readonly World _world;
    private readonly Counters _counters;
    private readonly List<GatewayConnection> _connections = [];
    private readonly Dictionary<string, GatewaySession> _sessions = new(StringComparer.Ordinal);
    private readonly IdentifyLimit _identifies;

    public GatewayHub(World world, Counters counters)
    {
        _world = world;
        _counters = counters;
        _identifies = new IdentifyLimit(world.Options);
        world.Publish = Publish;
    }

    public TimeProvider Clock => _world.Options.GatewayClock;

    public TimeSpan HeartbeatInterval => _world.Options.HeartbeatInterval;

    public IdentifyLimit Identifies => _identifies;

    /// <summary>Knob: connections stay open and nothing is sent on them; events wait in the session.</summary>
    public bool Silent { get; set; }

    /// <summary>Knob: heartbeats are taken and not acknowledged.</summary>
    public bool KeepsAcknowledgements { get; set; }

    /// <summary>Knob: connections are greeted and heartbeats acknowledged, and who identifies or resumes hears nothing of it.</summary>
    public bool KeepsSessions { get; set; }

    /// <summary>Knob: new connections are cut at once.</summary>
    public bool Down { get; set; }

    public Uri ResumeUrl { get; set; } = new("ws://127.0.0.1/");

    public IReadOnlyList<GatewayConnection> Connections => _connections;

    public IReadOnlyCollection<GatewaySession> Sessions => _sessions.Values;

    /// <summary>The session of the newest connection that has one.</summary>
    public GatewaySession? Latest => _connections.LastOrDefault(connection => connection.Session is not null)?.Session;

    public void Open(GatewayConnection connection)
    {
        lock (_world.Gate)
        {
            connection.LastHeartbeat = Clock.GetUtcNow();
            _connections.Add(connection);
            _counters.Connections++;
            if (connection.Compressed) _counters.Compressed++;
            _world.Pulse();
        }
    }

    public void Greet(GatewayConnection connection) => connection.Send(JsonText.Write(new JsonObject
    {
        ["op"] = 10,
        ["s"] = null,
        ["t"] = null,
        ["d"] = new JsonObject { ["heartbeat_interval"] = (long)HeartbeatInterval.TotalMilliseconds, ["_trace"] = new JsonArray("[\"test\",{}]") },
    }));

    /// <param name="clientCode">1000 and 1001 end the session, everything else leaves it to be resumed.</param>
    public void Closed(GatewayConnection connection, int? clientCode)
    {
        lock (_world.Gate)
        {
            _connections.Remove(connection);
            _counters.Closes.Add(new GatewayClose(_world.Now, connection.CloseCode, clientCode));
            if (connection.Session is { } session && session.Connection == connection)
            {
                session.Connection = null;
                session.Orphaned = Clock.GetUtcNow();
                if (connection.CloseCode is null && clientCode is (1000 or 1001)) _sessions.Remove(session.Id);
            }

            _world.Pulse();
        }
    }

    public bool Overdue(GatewayConnection connection)
    {
        lock (_world.Gate)
        {
            if (Clock.GetUtcNow() - connection.LastHeartbeat <= HeartbeatInterval * 1.5) return false;
            _counters.MissedHeartbeats++;
            connection.Close(4000, "Heartbeat missed.");
            return true;
        }
    }

    public void Refuse(GatewayConnection connection, int code, string reason)
    {
        lock (_world.Gate) connection.Close(code, reason);
    }

    public void Receive(GatewayConnection connection, byte[] payload)
    {
        lock (_world.Gate)
        {
            if (connection.CloseCode is not null) return;
            if (TooMany(connection)) connection.Close(4008, "You are being rate limited.");
            else if (Parse(payload) is not { } json) connection.Close(4002, "Error while decoding payload.");
            else Handle(connection, json);
            _world.Pulse();
        }
    }

    /// <summary>Sessions end at once; their connections are left without one until they say something.</summary>
    public void ForgetSessions()
    {
        foreach (var session in _sessions.Values) session.Orphaned = DateTimeOffset.MinValue;
        _sessions.Clear();
    }

    private bool TooMany(GatewayConnection connection)
    {
        var now = Clock.GetUtcNow();
        while (connection.Received.TryPeek(out var oldest) && oldest <= now.AddSeconds(-60)) connection.Received.Dequeue();
        connection.Received.Enqueue(now);
        return connection.Received.Count > 120;
    }

    private static JsonObject? Parse(byte[] payload)
    {
        try
        {
            return JsonNode.Parse(payload) is JsonObject json && json["op"]?.GetValueKind() == JsonValueKind.Number ? json : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private void Publish(GatewayEvent happened)
    {
        if (happened.Guild is { } guild && (!_world.IsBotIn(guild) || !guild.Available)) return;
        if (happened.Channel is { } channel && !PermissionRules.In(channel, _world.Bot.Id).HasFlag(Permission.ViewChannel)) return;
        foreach (var session in _sessions.Values)
        {
            if (happened.Intent != Intents.None && (session.Intents & happened.Intent) == 0) continue;
            session.Dispatch(happened.Name, Redaction.For(happened, session, _world.Bot));
        }
    }
}
