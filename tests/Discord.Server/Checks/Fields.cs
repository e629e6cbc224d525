using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Checks;

/// <summary>Reads fields of a JSON object, each with its type and bounds; what is wrong goes into the errors and reads as absent.</summary>
internal static class Fields
{
    /// <summary>A text's length as Discord counts it: in code points.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    public static string? Text(JsonObject json, string key, string path, FormErrors errors, int least = 0, int most = int.MaxValue, bool required = false)
    {
        if (json[key] is not { } node)
        {
            if (required) errors.Required(path);
            return null;
        }

        if (node is not JsonValue value || value.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
        {
            errors.Add(path, "STRING_TYPE_CONVERT", $"Could not interpret \"{Short(node)}\" as string.");
            return null;
        }

        var text = value.ToString();
        var length = Length(text);
        if (required && length == 0) errors.Required(path);
        else if (length < least && most < int.MaxValue) errors.BadLength(path, least, most);
        else if (length > most && least > 0) errors.BadLength(path, least, most);
        else if (length > most) errors.TooLong(path, most);
        return text;
    }

    public static int? Int(JsonObject json, string key, string path, FormErrors errors, int least = int.MinValue, int most = int.MaxValue)
    {
        if (json[key] is not { } node) return null;
        if (!int.TryParse(node.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || node is not JsonValue)
        {
            errors.Add(path, "NUMBER_TYPE_COERCE", $"Value \"{Short(node)}\" is not int.");
            return null;
        }

        if (number > most) errors.Add(path, "NUMBER_TYPE_MAX", $"int value should be less than or equal to {most}.");
        if (number < least) errors.Add(path, "NUMBER_TYPE_MIN", $"int value should be greater than or equal to {least}.");
        return number;
    }

    public static bool Flag(JsonObject json, string key, string path, FormErrors errors)
    {
        if (json[key] is not { } node) return false;
        if (node.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return node.GetValue<bool>();
        errors.Add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        return false;
    }

    public static JsonObject? Object(JsonObject json, string key, string path, FormErrors errors)
    {
        if (json[key] is null or JsonObject) return json[key] as JsonObject;
        errors.Add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return null;
    }

    /// <summary>The objects of a list, each with its path; elements that are no objects are errors.</summary>
    public static IReadOnlyList<(JsonObject Item, string Path)> Objects(JsonObject json, string key, string path, FormErrors errors)
    {
        if (json[key] is null) return [];
        if (json[key] is not JsonArray array)
        {
            errors.Add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return [];
        }

        var objects = new List<(JsonObject, string)>();
        for (var i = 0; i < array.Count; i++)
        {
            if (array[i] is JsonObject item) objects.Add((item, $"{path}.{i}"));
            else errors.Add($"{path}.{i}", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        }

        return objects;
    }

    public static void Link(JsonObject json, string key, string path, FormErrors errors, bool attachments = false)
    {
        if (json[key]?.ToString() is not { } text) return;
        var schemes = attachments ? "'http', 'https', 'attachment'" : "'http', 'https'";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)) errors.Add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        else if (uri.Scheme is not ("http" or "https") && !(attachments && uri.Scheme == "attachment"))
            errors.Add(path, "URL_TYPE_INVALID_SCHEME", $"Scheme \"{uri.Scheme}\" is not supported. Scheme must be one of ({schemes}).");
        else if (text.Length > 2048) errors.TooLong(path, 2048);
    }

    private static string Short(JsonNode node)
    {
        var text = node.ToJsonString();
        return text.Length <= 80 ? text : new StringBuilder(text, 0, 80, 81).Append('…').ToString();
    }
}
