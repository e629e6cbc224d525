using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Benchmarks.Maintenance;

/// <summary>Makes tables on a onebox over plain HTTP, and counts who leads how much.</summary>
internal sealed class TableMaker(int portOffset) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public async Task MakeAsync(string name, int partitions, int replicas)
    {
        var table = new JsonObject
        {
            ["table_info"] = new JsonObject
            {
                ["name"] = name,
                ["db"] = "demo",
                ["seg_cnt"] = 8,
                ["partition_num"] = partitions,
                ["replica_num"] = replicas,
                ["format_version"] = 1,
                ["column_desc"] = new JsonArray(Column("k", "kString"), Column("ts", "kTimestamp")),
                ["column_key"] = new JsonArray(new JsonObject
                {
                    ["index_name"] = "by_key",
                    ["col_name"] = new JsonArray("k"),
                    ["ts_name"] = "ts",
                    ["ttl"] = new JsonObject { ["ttl_type"] = "kAbsoluteTime", ["abs_ttl"] = 0, ["lat_ttl"] = 0 },
                }),
            },
        };
        var answer = await AskAsync("CreateTable", table);
        if (answer.GetProperty("code").GetInt32() != 0) throw new InvalidOperationException($"CreateTable: {answer}");
    }

    /// <returns>How many partitions the tablet leads, and how many of them have no other replica.</returns>
    public async Task<(int Led, int Alone)> LedByAsync(string tablet)
    {
        var answer = await AskAsync("ShowTable", new JsonObject { ["show_all"] = true });
        var led = answer.GetProperty("table_info").EnumerateArray()
            .SelectMany(table => table.GetProperty("table_partition").EnumerateArray())
            .Select(partition => partition.GetProperty("partition_meta").EnumerateArray().ToList())
            .Where(replicas => replicas.Exists(replica => replica.GetProperty("endpoint").GetString() == tablet && replica.GetProperty("is_leader").GetBoolean()))
            .ToList();
        return (led.Count, led.Count(replicas => replicas.Count == 1));
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject Column(string name, string type) => new() { ["name"] = name, ["data_type"] = type };

    /// <summary>Whichever of the two nameservers leads answers.</summary>
    private async Task<JsonElement> AskAsync(string method, JsonObject body)
    {
        var text = body.ToJsonString();
        JsonElement answer = default;
        foreach (var port in new[] { 7527, 7528 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port + portOffset}/NameServer/{method}");
            request.Headers.Authorization = new AuthenticationHeaderValue("foo");
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request);
            answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            if (answer.GetProperty("code").GetInt32() != 300) return answer;
        }

        return answer;
    }
}
