using System.Globalization;
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
}
