using System.Text.Json;

namespace Nightshift.Runs.Audit;

/// <summary>Reads single properties of a stored payload, also of kinds that this version does not know and of what is no JSON any more.</summary>
internal static class Payload
{
    public static bool IsJson(string payload) => Parse(payload) is not null;

    /// <summary>Null when it is not there, or not a text.</summary>
    public static string? Text(string payload, params ReadOnlySpan<string> names)
    {
        if (Parse(payload) is not { ValueKind: JsonValueKind.Object } root) return null;
        foreach (var name in names)
            if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) return value.GetString();
        return null;
    }

    private static JsonElement? Parse(string payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
