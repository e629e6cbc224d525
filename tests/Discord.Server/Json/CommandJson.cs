using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Json;

/// <summary>Commands as Discord gives them back.</summary>
internal static class CommandJson
{
    /// <param name="withTranslations">Lists leave the dictionaries of translations out unless they are asked for.</param>
    public static JsonObject Write(RegisteredCommand command, World world, bool withTranslations = true)
    {
        var json = (JsonObject)command.Definition.DeepClone();
        json["id"] = command.Id.ToString();
        json["application_id"] = world.Bot.Id.ToString();
        json["version"] = command.Version.ToString();
        if (command.Guild is { } guild)
        {
            json["guild_id"] = guild.ToString();
            json.Remove("dm_permission");
            json.Remove("contexts");
        }

        if (json["options"] is JsonArray { Count: 0 }) json.Remove("options");
        if (!withTranslations) Strip(json);
        return json;
    }

    private static void Strip(JsonObject node)
    {
        node.Remove("name_localizations");
        node.Remove("description_localizations");
        foreach (var key in new[] { "options", "choices" })
        {
            foreach (var child in (node[key] as JsonArray ?? []).OfType<JsonObject>()) Strip(child);
        }
    }
}
