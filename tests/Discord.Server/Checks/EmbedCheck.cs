using System.Globalization;
using System.Text.Json.Nodes;

namespace Nightshift.Discord.Server.Checks;

/// <summary>Embeds: at most 10, each within its fields' limits, 6,000 characters over all of them (resources/message, "embed limits").</summary>
internal static class EmbedCheck
{
    private const int MostInAll = 6000;

    public static JsonArray Read(JsonObject body, FormErrors errors, string path = "embeds")
    {
        var embeds = Fields.Objects(body, "embeds", path, errors);
        if (embeds.Count > 10) errors.TooLong(path, 10);

        var all = 0;
        foreach (var (embed, at) in embeds)
        {
            all += Check(embed, at, errors);
            if (all <= MostInAll) continue;
            errors.Add(at, "MAX_EMBED_SIZE_EXCEEDED", $"Embed size exceeds maximum size of {MostInAll}");
            break;
        }

        return new JsonArray([.. embeds.Select(embed => (JsonNode)Stored(embed.Item))]);
    }

    /// <returns>The characters that count toward the total: title, description, field names and values, footer text, author name.</returns>
    private static int Check(JsonObject embed, string path, FormErrors errors)
    {
        var size = Size(Fields.Text(embed, "title", $"{path}.title", errors, most: 256));
        size += Size(Fields.Text(embed, "description", $"{path}.description", errors, most: 4096));
        Fields.Int(embed, "color", $"{path}.color", errors, 0, 0xFFFFFF);
        Fields.Link(embed, "url", $"{path}.url", errors);
        CheckTime(embed, $"{path}.timestamp", errors);

        if (Fields.Object(embed, "footer", $"{path}.footer", errors) is { } footer)
            size += Size(Fields.Text(footer, "text", $"{path}.footer.text", errors, most: 2048, required: true));
        if (Fields.Object(embed, "author", $"{path}.author", errors) is { } author)
            size += Size(Fields.Text(author, "name", $"{path}.author.name", errors, most: 256, required: true));
        foreach (var picture in new[] { "image", "thumbnail" })
        {
            if (Fields.Object(embed, picture, $"{path}.{picture}", errors) is { } shown)
                Fields.Link(shown, "url", $"{path}.{picture}.url", errors, attachments: true);
        }

        var fields = Fields.Objects(embed, "fields", $"{path}.fields", errors);
        if (fields.Count > 25) errors.TooLong($"{path}.fields", 25);
        foreach (var (field, at) in fields)
        {
            size += Size(Fields.Text(field, "name", $"{at}.name", errors, most: 256, required: true));
            size += Size(Fields.Text(field, "value", $"{at}.value", errors, most: 1024, required: true));
            Fields.Flag(field, "inline", $"{at}.inline", errors);
        }

        return size;
    }

    private static void CheckTime(JsonObject embed, string path, FormErrors errors)
    {
        if (embed["timestamp"] is not { } time) return;
        if (!DateTimeOffset.TryParse(time.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            errors.Add(path, "DATETIME_TYPE_PARSE", $"Could not parse {time}. Should be ISO8601.");
    }

    private static JsonObject Stored(JsonObject embed)
    {
        var stored = (JsonObject)embed.DeepClone();
        stored["type"] = "rich";
        return stored;
    }

    private static int Size(string? text) => text is null ? 0 : Fields.Length(text);
}
