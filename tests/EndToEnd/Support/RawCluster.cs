using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Nightshift.EndToEnd.Support;

/// <summary>The cluster as somebody else's client sees it: plain HTTP and JSON, nothing of the product's own client.</summary>
internal sealed class RawCluster(Box box) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(5) };

    public string[] Tablets => [box.Tablet(1), box.Tablet(2), box.Tablet(3)];

    /// <summary>Asks a server; null when it did not answer or answered no JSON.</summary>
    public async Task<JsonElement?> CallAsync(string endpoint, string method, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{endpoint}/{method}");
        request.Headers.Authorization = new AuthenticationHeaderValue("foo");
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks whichever nameserver leads; null when none does at the moment.</summary>
    public async Task<JsonElement?> AskLeaderAsync(string method, object body)
    {
        foreach (var nameserver in new[] { box.Nameserver(1), box.Nameserver(2) })
        {
            var answer = await CallAsync(nameserver, $"NameServer/{method}", body);
            if (answer is { } element && element.GetProperty("code").GetInt32() == 0) return element;
        }

        return null;
    }

    public async Task<bool> IsHealthyAsync(string endpoint)
    {
        try
        {
            return (await _http.GetStringAsync(new Uri($"http://{endpoint}/health"))).StartsWith("OK", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public Task<string> VersionAsync(string endpoint) => _http.GetStringAsync(new Uri($"http://{endpoint}/version"));

    public async Task<string> AutoFailoverAsync() =>
        (await AskLeaderAsync("ConfGet", new { }))!.Value.GetProperty("conf").GetProperty("auto_failover").GetString()!;

    /// <summary>Every partition of every table: who leads (null when nobody, or two, do), how many replicas, and who is alive.</summary>
    public async Task<IReadOnlyList<PartitionState>?> PartitionsAsync()
    {
        if (await AskLeaderAsync("ShowTable", new { show_all = true }) is not { } answer || !answer.TryGetProperty("table_info", out var tables)) return null;
        var found = new List<PartitionState>();
        foreach (var table in tables.EnumerateArray())
        {
            var name = $"{table.GetProperty("db").GetString()}.{table.GetProperty("name").GetString()}";
            foreach (var partition in table.GetProperty("table_partition").EnumerateArray()) found.Add(Read(name, table.GetProperty("tid").GetInt32(), partition));
        }

        return found;
    }

    /// <summary>The same, asked until a nameserver that leads tells it.</summary>
    public async Task<IReadOnlyList<PartitionState>> ReadPartitionsAsync()
    {
        IReadOnlyList<PartitionState>? seen = null;
        await Expect.EventuallyAsync(async () => (seen = await PartitionsAsync()) is not null, "a nameserver that tells its partitions");
        return seen!;
    }

    public async Task<IReadOnlyList<string>> OpStatesAsync()
    {
        var answer = await AskLeaderAsync("ShowOPStatus", new { });
        return answer is { } element && element.TryGetProperty("op_status", out var ops)
            ? [.. ops.EnumerateArray().Select(op => $"{op.GetProperty("op_id")} {op.GetProperty("op_type").GetString()} {op.GetProperty("status").GetString()}")]
            : [];
    }

    public void Dispose() => _http.Dispose();

    private static PartitionState Read(string table, int tid, JsonElement partition)
    {
        var replicas = partition.GetProperty("partition_meta").EnumerateArray()
            .Select(meta => (
                Endpoint: meta.GetProperty("endpoint").GetString()!,
                Leads: meta.GetProperty("is_leader").GetBoolean(),
                Alive: !meta.TryGetProperty("is_alive", out var alive) || alive.GetBoolean()))
            .ToList();
        var leaders = replicas.Where(replica => replica is { Leads: true, Alive: true }).Select(replica => replica.Endpoint).ToList();
        return new PartitionState(
            table, tid, partition.GetProperty("pid").GetInt32(), leaders is [var one] ? one : null, [.. replicas.Select(replica => replica.Endpoint).Order()], [.. replicas.Where(replica => replica.Alive).Select(replica => replica.Endpoint).Order()]);
    }
}

internal sealed record PartitionState(string Table, int Tid, int Pid, string? Leader, IReadOnlyList<string> Replicas, IReadOnlyList<string> Alive)
{
    public string Name => $"{Table}[{Pid}]";

    public override string ToString() => $"{Name} led by {Leader ?? "nobody"}, replicas {string.Join(' ', Replicas)}, alive {string.Join(' ', Alive)}";
}
