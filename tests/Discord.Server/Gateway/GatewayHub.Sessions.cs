using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Rest.Routes;

namespace Nightshift.Discord.Server.Gateway;

internal sealed partial class GatewayHub
{
    private void Begin(GatewayConnection connection, JsonObject data)
    {
        _counters.Identifies++;
        if (KeepsSessions) return;
        if (data["token"]?.ToString() != _world.Token)
        {
            connection.Close(4004, "Authentication failed.");
            return;
        }

        if (IdentifyCheck.Fault(data, _world.Options) is var (code, reason))
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
        var id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        var session = new GatewaySession(id, IdentifyCheck.ReadInt(data["intents"]) ?? 0, _world.Options.ReplayDepth);
        _sessions[session.Id] = session;
        Attach(connection, session);
        session.Presence = data["presence"] as JsonObject;
        Welcome(session);
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
        if (KeepsSessions) return;
        if (data["token"]?.ToString() != _world.Token)
        {
            connection.Close(4004, "Authentication failed.");
            return;
        }

        var sequence = IdentifyCheck.ReadInt(data["seq"]);
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
}
