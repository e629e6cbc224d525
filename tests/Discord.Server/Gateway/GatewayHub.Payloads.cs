using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Rest.Routes;

namespace Nightshift.Discord.Server.Gateway;

internal sealed partial class GatewayHub
{
    private const int Heartbeat = 1, Identify = 2, PresenceUpdate = 3, VoiceState = 4, Resume = 6, RequestMembers = 8, SoundboardSounds = 31, ChannelInfo = 43;

    private void Handle(GatewayConnection connection, JsonObject payload)
    {
        var op = int.TryParse(payload["op"]!.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var identified = connection.Session is not null;
        switch (op)
        {
            case Heartbeat:
                Beat(connection);
                break;
            case Identify or Resume when identified:
                connection.Close(4005, "Already authenticated.");
                break;
            case Identify when payload["d"] is JsonObject data:
                Begin(connection, data);
                break;
            case Resume when payload["d"] is JsonObject data:
                Continue(connection, data);
                break;
            case PresenceUpdate or VoiceState or RequestMembers or SoundboardSounds or ChannelInfo when !identified:
                connection.Close(4003, "Not authenticated.");
                break;
            case PresenceUpdate:
                SetPresence(connection, payload["d"]);
                break;
            case RequestMembers:
                if (MemberChunks.Answer(_world, connection.Session!, payload["d"]) is { } chunk) connection.Session!.Dispatch("GUILD_MEMBERS_CHUNK", chunk);
                break;
            case VoiceState or SoundboardSounds or ChannelInfo:
                break;
            default:
                connection.Close(4001, "Unknown opcode.");
                break;
        }
    }

    private void Beat(GatewayConnection connection)
    {
        connection.LastHeartbeat = Clock.GetUtcNow();
        _counters.Heartbeats++;
        if (!KeepsAcknowledgements) connection.Send("""{"t":null,"s":null,"op":11,"d":null}""");
    }

    private void Begin(GatewayConnection connection, JsonObject data)
    {
        _counters.Identifies++;
        if (data["token"]?.ToString() != _world.Token)
        {
            connection.Close(4004, "Authentication failed.");
            return;
        }

        if (IdentifyFault(data) is var (code, reason))
        {
            connection.Close(code, reason);
            return;
        }

        if (_identifies.Remaining == 0)
        {
            Revoke();
            return;
        }

        if (!_identifies.Take())
        {
            InvalidSession(connection, resumable: false);
            return;
        }

        foreach (var old in _sessions.Values.ToList()) TimedOut(old);
        var session = new GatewaySession(Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()), ReadInt(data["intents"]) ?? 0, _world.Options.ReplayDepth);
        _sessions[session.Id] = session;
        Attach(connection, session);
        session.Presence = data["presence"] as JsonObject;
        Welcome(session);
    }

    /// <summary>What is wrong with an IDENTIFY, by its close code.</summary>
    private (int Code, string Reason)? IdentifyFault(JsonObject data)
    {
        if (data["properties"] is not JsonObject properties || properties["os"] is null || properties["browser"] is null || properties["device"] is null)
            return (4002, "Error while decoding payload.");
        if (data["large_threshold"] is { } threshold && ReadInt(threshold) is not (>= 50 and <= 250)) return (4002, "Error while decoding payload.");
        if (data["presence"] is not null && !PresenceCheck.IsValid(data["presence"])) return (4002, "Error while decoding payload.");
        if (data["shard"] is { } shard && (shard is not JsonArray { Count: 2 } pair || ReadInt(pair[0]) is not { } id || ReadInt(pair[1]) is not { } count
            || id < 0 || id >= count)) return (4010, "Invalid shard.");
        if (ReadInt(data["intents"]) is not { } intents || intents < 0 || (intents & ~Intents.Known) != 0) return (4013, "Invalid intent(s).");
        return (intents & Intents.Privileged & ~_world.Options.PrivilegedIntents) != 0 ? (4014, "Disallowed intent(s).") : null;
    }

    private void Welcome(GatewaySession session)
    {
        var guilds = _world.Guilds.Values.Where(_world.IsBotIn).ToList();
        session.Dispatch("READY", new JsonObject
        {
            ["v"] = 10,
            ["user"] = PeopleJson.WriteSelf(_world.Bot),
            ["user_settings"] = new JsonObject(),
            ["guilds"] = JsonText.Array(guilds.Select(guild => new JsonObject { ["id"] = guild.Id.ToString(), ["unavailable"] = true })),
            ["session_id"] = session.Id,
            ["session_type"] = "normal",
            ["resume_gateway_url"] = ResumeUrl.ToString().TrimEnd('/'),
            ["application"] = new JsonObject { ["id"] = _world.Bot.Id.ToString(), ["flags"] = UserRoutes.ApplicationFlags(_world) },
            ["private_channels"] = new JsonArray(),
            ["presences"] = new JsonArray(),
            ["relationships"] = new JsonArray(),
            ["geo_ordered_rtc_regions"] = new JsonArray(),
            ["auth"] = new JsonObject(),
            ["_trace"] = new JsonArray("[\"test\",{}]"),
        });
        if ((session.Intents & Intents.Guilds) == 0) return;
        foreach (var guild in guilds)
        {
            if (guild.Available) session.Dispatch("GUILD_CREATE", GuildJson.WriteForGateway(guild, _world.Bot));
            else session.Dispatch("GUILD_DELETE", new JsonObject { ["id"] = guild.Id.ToString(), ["unavailable"] = true });
        }
    }

    private void Continue(GatewayConnection connection, JsonObject data)
    {
        _counters.Resumes++;
        if (connection.ByResumeUrl) _counters.ResumesByResumeUrl++;
        if (data["token"]?.ToString() != _world.Token)
        {
            connection.Close(4004, "Authentication failed.");
            return;
        }

        var sequence = ReadInt(data["seq"]);
        if (!_sessions.TryGetValue(data["session_id"]?.ToString() ?? "", out var session) || TimedOut(session))
        {
            InvalidSession(connection, resumable: false);
            return;
        }

        if (sequence is not { } last || last < 0 || last > session.Sequence)
        {
            connection.Close(4007, "Invalid seq.");
            return;
        }

        if (session.After(last) is not { } missed)
        {
            InvalidSession(connection, resumable: false);
            return;
        }

        session.Connection?.Close(4000, "Resumed elsewhere.");
        Attach(connection, session);
        foreach (var payload in missed) connection.Send(payload);
        _counters.Replayed += missed.Count;
        session.Dispatch("RESUMED", new JsonObject { ["_trace"] = new JsonArray("[\"test\",{}]") });
    }

    private bool TimedOut(GatewaySession session)
    {
        if (session.Orphaned is not { } since || Clock.GetUtcNow() - since <= _world.Options.SessionLifetime) return false;
        _sessions.Remove(session.Id);
        return true;
    }

    private static void Attach(GatewayConnection connection, GatewaySession session)
    {
        connection.Session = session;
        session.Connection = connection;
        session.Orphaned = null;
    }

    private static void InvalidSession(GatewayConnection connection, bool resumable) =>
        connection.Send(JsonText.Write(new JsonObject { ["op"] = 9, ["s"] = null, ["t"] = null, ["d"] = resumable }));

    /// <summary>At the daily limit every session ends and the token is reset.</summary>
    private void Revoke()
    {
        _world.Token = $"revoked-{Guid.NewGuid():N}";
        _sessions.Clear();
        foreach (var open in _connections) open.Close(4004, "Authentication failed.");
    }

    private void SetPresence(GatewayConnection connection, JsonNode? presence)
    {
        if (!PresenceCheck.IsValid(presence))
        {
            connection.Close(4002, "Error while decoding payload.");
            return;
        }

        connection.Session!.Presence = (JsonObject)presence!.DeepClone();
        _counters.PresenceUpdates.Add(_world.Now);
    }

    private static int? ReadInt(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && int.TryParse(node.ToString(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
