using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Gateway;

/// <summary>A presence update: `since`, `activities`, `status` and `afk`, all four there.</summary>
internal static class PresenceCheck
{
    public static bool IsValid(JsonNode? node) =>
        node is JsonObject presence
        && presence["status"]?.ToString() is ("online" or "dnd" or "idle" or "invisible" or "offline")
        && presence["activities"] is JsonArray activities
        && activities.All(IsActivity)
        && (presence["afk"] is null || presence["afk"]!.GetValueKind() is (JsonValueKind.True or JsonValueKind.False))
        && (presence["since"] is null || presence["since"]!.GetValueKind() == JsonValueKind.Number);

    private static bool IsActivity(JsonNode? node) =>
        node is JsonObject activity
        && activity["name"]?.ToString() is { Length: >= 1 and <= 128 }
        && activity["type"]?.ToString() is ("0" or "1" or "2" or "3" or "4" or "5")
        && (activity["state"]?.ToString().Length ?? 0) <= 128;
}
