using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Checks;

/// <summary>Action rows of buttons and select menus: at most 5 rows, 5 buttons or one menu in each, every custom_id once.</summary>
internal static class ComponentCheck
{
    private const int Row = 1, Button = 2, StringSelect = 3, LastSelect = 8, LinkStyle = 5;

    public static JsonArray Read(JsonObject body, FormErrors errors, string path = "components")
    {
        var rows = Fields.Objects(body, "components", path, errors);
        if (rows.Count > 5) errors.BadLength(path, 1, 5);

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (row, at) in rows) CheckRow(row, at, ids, errors);

        var stored = new JsonArray([.. rows.Select(row => row.Item.DeepClone())]);
        var number = 0;
        foreach (var row in stored.OfType<JsonObject>()) Number(row, ref number);
        return stored;
    }

    private static void CheckRow(JsonObject row, string path, HashSet<string> ids, FormErrors errors)
    {
        if (Fields.Int(row, "type", $"{path}.type", errors) != Row)
        {
            errors.NotOneOf($"{path}.type", "1,");
            return;
        }

        var children = Fields.Objects(row, "components", $"{path}.components", errors);
        if (children.Count is 0 or > 5) errors.BadLength($"{path}.components", 1, 5);
        foreach (var (child, at) in children)
        {
            var type = Fields.Int(child, "type", $"{at}.type", errors);
            if (type == Button) CheckButton(child, at, ids, errors);
            else if (type is >= StringSelect and <= LastSelect and not 4) CheckSelect(child, at, ids, type.Value, children.Count, errors);
            else errors.NotOneOf($"{at}.type", "2, 3, 5, 6, 7, 8");
        }
    }

    private static void CheckButton(JsonObject button, string path, HashSet<string> ids, FormErrors errors)
    {
        if (button["style"] is null) errors.Required($"{path}.style");
        var style = Fields.Int(button, "style", $"{path}.style", errors);
        if (style is < 1 or > 5) errors.NotOneOf($"{path}.style", "1, 2, 3, 4, 5");
        var label = Fields.Text(button, "label", $"{path}.label", errors, most: 80);
        CheckEmoji(button, path, errors);
        if (string.IsNullOrEmpty(label) && button["emoji"] is null)
            errors.Add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "Buttons must have a label or an emoji");

        if (style == LinkStyle)
        {
            if (button["url"] is null) errors.Required($"{path}.url");
            Fields.Link(button, "url", $"{path}.url", errors);
            if (button["custom_id"] is not null)
                errors.Add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified");
        }
        else
        {
            CheckId(button, path, ids, errors);
        }
    }

    private static void CheckEmoji(JsonObject button, string path, FormErrors errors)
    {
        if (Fields.Object(button, "emoji", $"{path}.emoji", errors) is { } emoji && emoji["id"] is null
            && !Emoji.IsUnicode(emoji["name"]?.ToString() ?? ""))
        {
            errors.Add($"{path}.emoji.name", "COMPONENT_INVALID_EMOJI", "Invalid emoji");
        }
    }

    private static void CheckSelect(JsonObject select, string path, HashSet<string> ids, int type, int siblings, FormErrors errors)
    {
        if (siblings > 1) errors.Add(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
        CheckId(select, path, ids, errors);
        Fields.Text(select, "placeholder", $"{path}.placeholder", errors, most: 150);
        Fields.Int(select, "min_values", $"{path}.min_values", errors, 0, 25);
        Fields.Int(select, "max_values", $"{path}.max_values", errors, 1, 25);
        if (type != StringSelect) return;

        var options = Fields.Objects(select, "options", $"{path}.options", errors);
        if (options.Count is 0 or > 25) errors.BadLength($"{path}.options", 1, 25);
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (option, at) in options)
        {
            Fields.Text(option, "label", $"{at}.label", errors, most: 100, required: true);
            Fields.Text(option, "description", $"{at}.description", errors, most: 100);
            if (Fields.Text(option, "value", $"{at}.value", errors, most: 100, required: true) is { } value && !values.Add(value))
                errors.Add($"{at}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
        }
    }

    private static void CheckId(JsonObject component, string path, HashSet<string> ids, FormErrors errors)
    {
        var id = Fields.Text(component, "custom_id", $"{path}.custom_id", errors, 1, 100, required: true);
        if (id is not null && !ids.Add(id))
            errors.Add($"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }

    /// <summary>Discord numbers components that come without an id.</summary>
    private static void Number(JsonObject component, ref int number)
    {
        number++;
        if (component["id"] is not JsonValue id || id.GetValueKind() != JsonValueKind.Number) component["id"] = number;
        foreach (var child in (component["components"] as JsonArray ?? []).OfType<JsonObject>()) Number(child, ref number);
    }
}
