using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Nightshift.Discord.Server.Checks;

/// <summary>A command as Discord takes it (interactions/application-commands); the options are seen to by <see cref="OptionCheck"/>.</summary>
internal static partial class CommandCheck
{
    private const int ChatInput = 1, MostCharacters = 8000;

    /// <returns>The definition with what Discord fills in, in the form in which it is stored and given back.</returns>
    public static JsonObject Read(JsonObject body, string path, FormErrors errors)
    {
        var type = Fields.Int(body, "type", Join(path, "type"), errors) ?? ChatInput;
        if (type is < 1 or > 3) errors.NotOneOf(Join(path, "type"), "1, 2, 3");
        Name(body, path, errors, strict: type == ChatInput);
        if (type == ChatInput) Description(body, path, errors);
        else if (!string.IsNullOrEmpty(body["description"]?.ToString()))
            errors.Add(Join(path, "description"), "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Context menu commands cannot have a description");
        Bits(body, path, errors);

        var options = new JsonArray();
        if (type == ChatInput) options = OptionCheck.Read(body, path, errors);
        else if (body["options"] is JsonArray { Count: > 0 })
            errors.Add(Join(path, "options"), "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands cannot have options");
        if (CommandSize.Of(body) > MostCharacters)
            errors.Add(path, "APPLICATION_COMMAND_TOO_LARGE", $"Command exceeds maximum size ({MostCharacters})");

        return new JsonObject
        {
            ["type"] = type,
            ["name"] = body["name"]?.ToString(),
            ["name_localizations"] = body["name_localizations"]?.DeepClone(),
            ["description"] = type == ChatInput ? body["description"]?.ToString() : "",
            ["description_localizations"] = body["description_localizations"]?.DeepClone(),
            ["options"] = options,
            ["default_member_permissions"] = body["default_member_permissions"]?.ToString(),
            ["dm_permission"] = body["dm_permission"]?.DeepClone() ?? true,
            ["contexts"] = body["contexts"]?.DeepClone(),
            ["integration_types"] = body["integration_types"]?.DeepClone() ?? new JsonArray(0),
            ["nsfw"] = Fields.Flag(body, "nsfw", Join(path, "nsfw"), errors),
        };
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>The name and its translations: 1–32 letters, digits, hyphens and underscores, in lower case where there is one.</summary>
    public static void Name(JsonObject body, string path, FormErrors errors, bool strict = true)
    {
        var at = Join(path, "name");
        if (Fields.Text(body, "name", at, errors, 1, 32, required: true) is { } name) CheckName(name, at, errors, strict);
        foreach (var (locale, text) in Translations(body, "name_localizations", path, errors))
        {
            var place = Join(path, $"name_localizations.{locale}");
            if (Fields.Length(text) is < 1 or > 32) errors.BadLength(place, 1, 32);
            CheckName(text, place, errors, strict);
        }
    }

    public static void Description(JsonObject body, string path, FormErrors errors)
    {
        Fields.Text(body, "description", Join(path, "description"), errors, 1, 100, required: true);
        foreach (var (locale, text) in Translations(body, "description_localizations", path, errors))
        {
            if (Fields.Length(text) is < 1 or > 100) errors.BadLength(Join(path, $"description_localizations.{locale}"), 1, 100);
        }
    }

    public static IEnumerable<(string Locale, string Text)> Translations(JsonObject body, string key, string path, FormErrors errors)
    {
        if (Fields.Object(body, key, Join(path, key), errors) is not { } dictionary) yield break;
        foreach (var (locale, text) in dictionary)
        {
            if (!Locales.IsKnown(locale)) errors.NotOneOf(Join(path, key), Locales.List);
            if (text is not null) yield return (locale, text.ToString());
        }
    }

    private static void CheckName(string name, string path, FormErrors errors, bool strict)
    {
        if (strict && (!NamePattern().IsMatch(name) || name.EnumerateRunes().Any(rune => Rune.ToLowerInvariant(rune) != rune)))
            errors.Add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }

    private static void Bits(JsonObject body, string path, FormErrors errors)
    {
        if (body["default_member_permissions"] is { } bits && !ulong.TryParse(bits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            errors.Add(Join(path, "default_member_permissions"), "NUMBER_TYPE_COERCE", $"Value \"{bits}\" is not int.");
        foreach (var (key, most) in new[] { ("contexts", 2), ("integration_types", 1) })
        {
            foreach (var value in body[key] as JsonArray ?? [])
            {
                if (!int.TryParse(value?.ToString(), CultureInfo.InvariantCulture, out var number) || number < 0 || number > most)
                    errors.NotOneOf(Join(path, key), string.Join(", ", Enumerable.Range(0, most + 1)));
            }
        }
    }

    // Devanagari and Thai by their blocks: the scripts' marks count as letters here, as Discord's pattern says.
    [GeneratedRegex(@"^[-_'\p{L}\p{N}\u0900-\u097F\u0E00-\u0E7F]{1,32}$")]
    private static partial Regex NamePattern();
}
