using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Gateway;
using Nightshift.Discord.Server.Json;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Driver;

/// <summary>The gateway's knobs: what a test does to the connections and sessions that are there.</summary>
public sealed class GatewayControl
{
    private readonly World _world;
    private readonly GatewayHub _hub;

    internal GatewayControl(World world, GatewayHub hub) => (_world, _hub) = (world, hub);

    /// <summary>Connections that carry a session.</summary>
    public int Ready => Look(() => _hub.Connections.Count(connection => connection.Session is not null && connection.CloseCode is null));

    /// <summary>The presence last set by the bot, as JSON; null when it set none.</summary>
    public JsonObject? Presence => Look(() => _hub.Latest?.Presence?.DeepClone() as JsonObject);

    /// <summary>The intents of the latest session.</summary>
    public int Intents => Look(() => _hub.Latest?.Intents ?? 0);

    /// <summary>Connections stay up, heartbeats are taken, nothing at all is sent: a zombie.</summary>
    public bool Silent
    {
        get => Look(() => _hub.Silent);
        set => Do(() => _hub.Silent = value);
    }

    /// <summary>Events go out, heartbeats are not acknowledged.</summary>
    public bool WithholdAcknowledgements
    {
        get => Look(() => _hub.KeepsAcknowledgements);
        set => Do(() => _hub.KeepsAcknowledgements = value);
    }

    /// <summary>Connections are greeted and heartbeats acknowledged, and no session begins or goes on: neither READY nor RESUMED.</summary>
    public bool WithholdSessions
    {
        get => Look(() => _hub.KeepsSessions);
        set => Do(() => _hub.KeepsSessions = value);
    }

    /// <summary>Cuts all connections and every new one, until set back: a dead gateway.</summary>
    public bool Down
    {
        get => Look(() => _hub.Down);
        set => Do(() =>
        {
            _hub.Down = value;
            if (value) CutAll();
        });
    }

    /// <summary>Cuts all connections without a close frame.</summary>
    public void Drop() => Do(CutAll);

    /// <summary>Closes with a code of Discord's table, 4000 to 4014, or any other. Codes that end a session do.</summary>
    public void Close(int code, string reason = "")
    {
        Do(() =>
        {
            if (code is 4003 or 4007 or 4009 or 1000 or 1001) _hub.ForgetSessions();
            foreach (var connection in _hub.Connections.ToList()) connection.Close(code, reason);
        });
    }

    /// <summary>Opcode 7: asks clients to reconnect and resume.</summary>
    public void AskToReconnect() => Send(new JsonObject { ["op"] = 7, ["s"] = null, ["t"] = null, ["d"] = null });

    /// <summary>Opcode 1: asks for a heartbeat at once.</summary>
    public void AskForHeartbeat() => Send(new JsonObject { ["op"] = 1, ["s"] = null, ["t"] = null, ["d"] = null });

    /// <summary>Opcode 9; one that is not resumable ends the session.</summary>
    public void Invalidate(bool resumable)
    {
        Do(() =>
        {
            if (!resumable) _hub.ForgetSessions();
            Send(new JsonObject { ["op"] = 9, ["s"] = null, ["t"] = null, ["d"] = resumable });
        });
    }

    /// <summary>Forgets all sessions, so that the next resume is refused; connections stay.</summary>
    public void ForgetSessions() => Do(_hub.ForgetSessions);

    /// <summary>Takes a guild away (GUILD_DELETE, unavailable) or gives it back (GUILD_CREATE), as in an outage.</summary>
    public void SetAvailable(Guild guild, bool available)
    {
        Do(() =>
        {
            guild.Available = true;
            var json = available ? GuildJson.WriteForGateway(guild, _world.Bot) : new JsonObject { ["id"] = guild.Id.ToString(), ["unavailable"] = true };
            _world.Publish(new GatewayEvent(available ? "GUILD_CREATE" : "GUILD_DELETE", Gateway.Intents.Guilds, guild, null, json));
            guild.Available = available;
        });
    }

    /// <summary>Dispatches anything at all to every session: events this server does not make itself, or broken ones.</summary>
    public void Dispatch(string name, JsonObject data) => Do(() =>
    {
        foreach (var session in _hub.Sessions) session.Dispatch(name, data.DeepClone());
    });

    private void CutAll()
    {
        foreach (var connection in _hub.Connections) connection.Abort();
    }

    private void Send(JsonObject payload) => Do(() =>
    {
        foreach (var connection in _hub.Connections) connection.Send(JsonText.Write(payload));
    });

    private void Do(Action act)
    {
        lock (_world.Gate)
        {
            act();
            _world.Pulse();
        }
    }

    private T Look<T>(Func<T> look)
    {
        lock (_world.Gate) return look();
    }
}
