using System.Text;
using System.Text.Json;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>HTTP pages that every server has (<c>src/http/builtin_http_calls.cpp</c>).</summary>
internal static class CommonPages
{
    /// <summary>Answers those pages, 404 for any other.</summary>
    /// <param name="mutable">Flags that may be changed, with their section.</param>
    public static HttpReply Answer(HttpCall call, ServerIdentity identity, IniFile ini, IReadOnlyDictionary<string, string> mutable) => call.Path switch
    {
        "/" => new HttpReply(200, Row([new("/", "ip:port/"), new("/version", "ip:port/version"), new("/recentStartTime", "ip:port/recentStartTime")])),
        "/version" => new HttpReply(200, Row([new("Version", identity.Version), new("GitCommit", identity.GitCommit)])),
        "/recentStartTime" => new HttpReply(200, Row([new("RecentStartTime", identity.StartTimeText)])),
        "/config" => Config(call, ini, mutable),
        "/configs" => new HttpReply(200, Row([.. ini.Sections.SelectMany(section => ini.Keys(section))])),
        "/updateConfig" => UpdateConfig(call, ini, mutable),
        _ => HttpReply.NotFound,
    };

    /// <summary>One object of strings and the end of line, as upstream's <c>table_printer</c> prints them.</summary>
    public static string Row(IEnumerable<KeyValuePair<string, string>> values) => Json(json =>
    {
        foreach (var (key, value) in values.DistinctBy(each => each.Key)) json.WriteString(key, value);
    }) + "\n";

    /// <summary><c>/metrics</c>: one entity <c>server</c>, or none without metrics.</summary>
    public static string Metrics(
        string cluster, string role, NodeAddress node, TimeProvider time, IReadOnlyList<KeyValuePair<string, long>> metrics) => Json(json =>
    {
        json.WriteString("cluster", cluster);
        json.WriteString("role", role);
        json.WriteString("host", node.Name.Host);
        json.WriteNumber("port", node.Ip.Port);
        json.WriteNumber("timestamp_ns", time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000);
        json.WriteStartArray("entities");
        if (metrics.Count > 0) WriteEntity(json, metrics);
        json.WriteEndArray();
    });

    private static void WriteEntity(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, long>> metrics)
    {
        json.WriteStartObject();
        json.WriteString("type", "server");
        json.WriteString("id", "server");
        json.WriteStartObject("attributes");
        json.WriteEndObject();
        json.WriteStartArray("metrics");
        foreach (var (name, value) in metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static HttpReply Config(HttpCall call, IniFile ini, IReadOnlyDictionary<string, string> mutable)
    {
        if (call.Query is not [{ Key: "name", Value: var name }]) return new HttpReply(400, "name shouldn't be empty");
        var section = ini.Sections.FirstOrDefault(each => ini.Find(each, name) is not null) ?? mutable.GetValueOrDefault(name);
        if (section is null) return new HttpReply(200, $"ERR_OBJECT_NOT_FOUND: {name} is not found");
        return new HttpReply(200, Row(
        [
            new("name", name),
            new("section", section),
            new("type", "FV_STRING"),
            new("tags", mutable.ContainsKey(name) ? "flag_tag::FT_MUTABLE" : ""),
            new("description", ""),
            new("value", ini.Text(section, name, "")),
        ]));
    }

    private static HttpReply UpdateConfig(HttpCall call, IniFile ini, IReadOnlyDictionary<string, string> mutable)
    {
        if (call.Query is not [var (key, value)]) return new HttpReply(400, "there should be exactly one config to be updated once");
        if (mutable.TryGetValue(key, out var section))
        {
            ini.Set(section, key, value);
            return new HttpReply(200, Row([new("update_status", "ERR_OK")]));
        }

        var status = ini.Sections.Any(each => ini.Find(each, key) is not null)
            ? $"ERR_INVALID_PARAMETERS: {key} is not mutable"
            : $"ERR_OBJECT_NOT_FOUND: {key} is not found";
        return new HttpReply(200, Row([new("update_status", status)]));
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
