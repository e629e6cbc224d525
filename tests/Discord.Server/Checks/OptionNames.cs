using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Checks;

/// <summary>A translated option name must differ from all other options' own names and from theirs in the same language.</summary>
internal static class OptionNames
{
    public static void Check(IReadOnlyList<(JsonObject Item, string Path)> options, FormErrors errors)
    {
        foreach (var (option, path) in options)
        {
            foreach (var (locale, name) in option["name_localizations"] as JsonObject ?? [])
            {
                if (name is not null && options.Any(other => other.Item != option && IsTaken(other.Item, locale, name.ToString())))
                    errors.Add($"{path}.name_localizations.{locale}", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
            }
        }
    }

    private static bool IsTaken(JsonObject other, string locale, string name) =>
        other["name"]?.ToString() == name || (other["name_localizations"] as JsonObject)?[locale]?.ToString() == name;
}
