using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Interactions;

namespace Nightshift.Discord.Server.Checks;

/// <summary>The options of a command or sub-command: at most 25, required ones first, names once, sub-commands never beside parameters.</summary>
internal static class OptionCheck
{
    public static JsonArray Read(JsonObject owner, string path, FormErrors errors, int depth = 0)
    {
        var at = CommandCheck.Join(path, "options");
        var options = Fields.Objects(owner, "options", at, errors);
        if (options.Count > 25) errors.TooLong(at, 25);
        var stored = new JsonArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var optionalSeen = false;
        foreach (var (option, place) in options)
        {
            var type = (OptionType)(Fields.Int(option, "type", $"{place}.type", errors) ?? 0);
            if (!Enum.IsDefined(type)) errors.NotOneOf($"{place}.type", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11");
            CommandCheck.Name(option, place, errors);
            CommandCheck.Description(option, place, errors);
            if (option["name"] is { } name && !names.Add(name.ToString()))
                errors.Add(place, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");

            var required = Fields.Flag(option, "required", $"{place}.required", errors);
            if (required && optionalSeen)
                errors.Add(place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            optionalSeen |= !required && !IsGroup(type);
            CheckNesting(type, depth, place, errors);
            stored.Add(Stored(option, type, required, place, depth, errors));
        }

        CheckMixture(options, at, errors);
        OptionNames.Check(options, errors);
        return stored;
    }

    private static bool IsGroup(OptionType type) => type is OptionType.SubCommand or OptionType.SubCommandGroup;

    /// <summary>A group stands only at the top, a sub-command there or in a group, parameters anywhere but in a group.</summary>
    private static void CheckNesting(OptionType type, int depth, string path, FormErrors errors)
    {
        if ((type == OptionType.SubCommandGroup && depth > 0) || (type == OptionType.SubCommand && depth > 1) || (!IsGroup(type) && depth == 1))
            errors.Add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option type is not allowed here");
    }

    private static void CheckMixture(IReadOnlyList<(JsonObject Item, string Path)> options, string path, FormErrors errors)
    {
        var groups = options.Count(option => option.Item["type"]?.ToString() is "1" or "2");
        if (groups > 0 && groups < options.Count)
        {
            errors.Add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command and sub-command group option types are mutually exclusive to all other types");
        }
    }

    private static JsonObject Stored(JsonObject option, OptionType type, bool required, string path, int depth, FormErrors errors)
    {
        var stored = new JsonObject { ["type"] = (int)type };
        foreach (var key in new[] { "name", "name_localizations", "description", "description_localizations" })
            stored[key] = option[key]?.DeepClone();
        if (IsGroup(type))
        {
            stored["options"] = Read(option, path, errors, type == OptionType.SubCommandGroup ? 1 : 2);
            return stored;
        }

        if (option["options"] is JsonArray { Count: > 0 })
            errors.Add($"{path}.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only sub-commands and groups have options");
        if (required) stored["required"] = true;
        CheckBounds(option, type, stored, path, errors);
        CheckChoices(option, type, stored, path, errors);
        return stored;
    }

    private static void CheckBounds(JsonObject option, OptionType type, JsonObject stored, string path, FormErrors errors)
    {
        foreach (var (key, text) in new[] { ("min_value", false), ("max_value", false), ("min_length", true), ("max_length", true) })
        {
            if (option[key] is not { } bound) continue;
            stored[key] = bound.DeepClone();
            var fits = text ? type == OptionType.String : type is OptionType.Integer or OptionType.Number;
            if (!fits) errors.Add($"{path}.{key}", "APPLICATION_COMMAND_OPTIONS_BOUND_INVALID", $"{key} does not apply to this type of option");
            if (text) Fields.Int(option, key, $"{path}.{key}", errors, key == "min_length" ? 0 : 1, 6000);
            else if (bound.GetValueKind() != JsonValueKind.Number) errors.Add($"{path}.{key}", "NUMBER_TYPE_COERCE", $"Value \"{bound}\" is not a number.");
        }

        if (option["channel_types"] is JsonArray types) stored["channel_types"] = types.DeepClone();
    }

    private static void CheckChoices(JsonObject option, OptionType type, JsonObject stored, string path, FormErrors errors)
    {
        var completes = Fields.Flag(option, "autocomplete", $"{path}.autocomplete", errors);
        var choices = Fields.Objects(option, "choices", $"{path}.choices", errors);
        var typed = type is OptionType.String or OptionType.Integer or OptionType.Number;
        if (completes && (!typed || choices.Count > 0))
        {
            errors.Add($"{path}.autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
                "Autocomplete needs an option of type string, integer or number without choices");
        }

        if (choices.Count > 0 && !typed)
            errors.Add($"{path}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices are not allowed for this type of option");
        if (choices.Count > 25) errors.TooLong($"{path}.choices", 25);
        Choices(choices, type, errors);
        if (completes) stored["autocomplete"] = true;
        if (choices.Count > 0) stored["choices"] = new JsonArray([.. choices.Select(choice => choice.Item.DeepClone())]);
    }

    /// <summary>Choices of an option, or of an autocompletion's answer: names of 1–100 characters, values of the option's type, names once.</summary>
    public static void Choices(IReadOnlyList<(JsonObject Item, string Path)> choices, OptionType type, FormErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (choice, at) in choices)
        {
            var name = Fields.Text(choice, "name", $"{at}.name", errors, 1, 100, required: true);
            if (name is not null && !names.Add(name))
                errors.Add($"{at}.name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Option choice name already exists");
            foreach (var (locale, text) in CommandCheck.Translations(choice, "name_localizations", at, errors))
            {
                if (Fields.Length(text) is < 1 or > 100) errors.BadLength($"{at}.name_localizations.{locale}", 1, 100);
            }

            CheckValue(choice, type, at, errors);
        }
    }

    private static void CheckValue(JsonObject choice, OptionType type, string path, FormErrors errors)
    {
        if (choice["value"] is not { } value)
        {
            errors.Required($"{path}.value");
        }
        else if (type == OptionType.String)
        {
            if (value.GetValueKind() != JsonValueKind.String) errors.Add($"{path}.value", "STRING_TYPE_CONVERT", $"Could not interpret \"{value}\" as string.");
            else Fields.Text(choice, "value", $"{path}.value", errors, 1, 100, required: true);
        }
        else if (!double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            errors.Add($"{path}.value", "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not a number.");
        }
    }
}
