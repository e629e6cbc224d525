using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Checks;

/// <summary>A command's characters: names, descriptions and values of itself, its options and choices; of translations the longest counts.</summary>
internal static class CommandSize
{
    public static int Of(JsonObject node)
    {
        var size = Longest(node, "name") + Longest(node, "description");
        if (node["value"] is JsonValue value) size += Fields.Length(value.ToString());
        foreach (var key in new[] { "options", "choices" })
            size += (node[key] as JsonArray ?? []).OfType<JsonObject>().Sum(Of);
        return size;
    }

    private static int Longest(JsonObject node, string key)
    {
        var own = Fields.Length(node[key]?.ToString() ?? "");
        var translated = (node[$"{key}_localizations"] as JsonObject ?? []).Select(pair => Fields.Length(pair.Value?.ToString() ?? ""));
        return translated.Append(own).Max();
    }
}
