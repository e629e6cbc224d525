using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;

namespace Nightshift.Discord.Server.Json;

/// <summary>How this server writes JSON: text beyond ASCII as it is, ids as strings, times with six decimals.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode? node) => node?.ToJsonString(Plain) ?? "null";

    public static JsonNode? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    public static JsonArray Ids(IEnumerable<Snowflake> ids) => Array(ids.Select(id => (JsonNode)id.ToString()));

    public static JsonArray Array(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    public static JsonArray Copy(JsonArray array) => (JsonArray)array.DeepClone();
}
