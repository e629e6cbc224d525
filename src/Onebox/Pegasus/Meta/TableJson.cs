using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>JSON as upstream's table printer writes it (<c>src/utils/output_utils.cpp</c>, <c>kJsonCompact</c>): every value is a text.</summary>
internal static class TableJson
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A table of names and values.</summary>
    public static JsonObject Pairs(params IEnumerable<(string Key, object Value)> pairs)
        => new(pairs.Select(each => KeyValuePair.Create<string, JsonNode?>(each.Key, Text(each.Value))));

    /// <summary>A table of rows, each under the value of its first column.</summary>
    public static JsonObject Rows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object>> rows)
        => new(rows.Select(row => KeyValuePair.Create<string, JsonNode?>(Text(row[0]), Pairs(columns.Zip(row)))));

    /// <summary>Ends with a line feed, as upstream's does.</summary>
    public static string Print(JsonObject table) => table.ToJsonString(Compact) + "\n";

    private static string Text(object value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
}
