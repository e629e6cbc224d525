using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>An IDENTIFY: `properties`, `large_threshold`, `presence`, `shard`, `intents`, in this order; the token is seen to before.</summary>
internal static class IdentifyCheck
{
    private static readonly (int Code, string Reason) Undecodable = (4002, "Error while decoding payload.");

    /// <summary>What is wrong with an IDENTIFY, by its close code.</summary>
    public static (int Code, string Reason)? Fault(JsonObject data, DiscordServerOptions options)
    {
        if (data["properties"] is not JsonObject properties || properties["os"] is null || properties["browser"] is null || properties["device"] is null)
            return Undecodable;
        if (data["large_threshold"] is { } threshold && ReadInt(threshold) is not (>= 50 and <= 250)) return Undecodable;
        if (data["presence"] is not null && !PresenceCheck.IsValid(data["presence"])) return Undecodable;
        if (data["shard"] is { } shard && !IsShard(shard)) return (4010, "Invalid shard.");
        if (ReadInt(data["intents"]) is not { } intents || intents < 0 || (intents & ~Intents.Known) != 0) return (4013, "Invalid intent(s).");
        return (intents & Intents.Privileged & ~options.PrivilegedIntents) != 0 ? (4014, "Disallowed intent(s).") : null;
    }

    private static bool IsShard(JsonNode node) =>
        node is JsonArray { Count: 2 } pair && ReadInt(pair[0]) is { } id && ReadInt(pair[1]) is { } count && id >= 0 && id < count;

    public static int? ReadInt(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && int.TryParse(node.ToString(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
