using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Onebox.Tests.OpenMldb;

/// <summary>Nameservers and tablets in this process over a ZooKeeper in memory, with short intervals.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("onebox-openmldb-");
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly string[] _extra;

    private TestCluster(string[] extra) => _extra = extra;

    public MemoryEnsemble Ensemble { get; } = new();

    public List<TestNode> Nameservers { get; } = [];

    public List<TestNode> Tablets { get; } = [];

    /// <summary>Starts a cluster that serves.</summary>
    public static async Task<TestCluster> StartAsync(int nameservers = 1, int tablets = 3, params string[] extra)
    {
        var cluster = new TestCluster(extra);
        try
        {
            for (var index = 0; index < tablets; index++)
            {
                cluster.AddTablet().Start();
            }

            await WaitAsync("tablets register", () => cluster.Ensemble.Children("/openmldb/nodes").Count == tablets);
            for (var index = 0; index < nameservers; index++)
            {
                cluster.AddNameserver().Start();
                if (index == 0)
                {
                    await cluster.WaitServingAsync(cluster.Nameservers[0]);
                }
            }

            foreach (var standby in cluster.Nameservers.Skip(1))
            {
                await WaitAsync("standby opens its port", async () => (await cluster.TryCallAsync(standby.Endpoint, "NameServer", "ConfGet"))?["code"] is not null);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public TestNode AddTablet()
    {
        var node = Make(
            "tablet", "--db_root_path=./db", "--recycle_bin_root_path=./recycle", "--binlog_notify_on_put=true",
            "--onebox_health_check_interval_ms=50", "--binlog_coffee_time=100", "--binlog_match_logoffset_interval=50", "--stream_close_wait_time_ms=10", "--retry_send_file_wait_time_ms=50");
        Tablets.Add(node);
        return node;
    }

    public TestNode AddNameserver()
    {
        var node = Make(
            "nameserver", "--system_table_replica_num=2", "--get_task_status_interval=50", "--get_table_status_interval=50",
            "--tablet_heartbeat_timeout=600", "--tablet_offline_check_interval=50", "--onebox_lock_retry_ms=50", "--onebox_health_check_interval_ms=50", "--auto_failover=false");
        Nameservers.Add(node);
        return node;
    }

    /// <summary>Waits until the nameserver leads and answers.</summary>
    public Task WaitServingAsync(TestNode nameserver) => WaitAsync(
        "nameserver serves", async () => Code(await TryCallAsync(nameserver.Endpoint, "NameServer", "ConfGet")) == 0);

    public Task<JsonNode> NsAsync(string method, object? request = null) => CallAsync(Nameservers[0].Endpoint, "NameServer", method, request);

    public Task<JsonNode> TabletAsync(string endpoint, string method, object? request = null) => CallAsync(endpoint, "TabletServer", method, request);

    public async Task<JsonNode> CallAsync(string endpoint, string service, string method, object? request = null)
    {
        using var reply = await SendAsync(endpoint, $"/{service}/{method}", JsonSerializer.Serialize(request ?? new { }));
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
    }

    public async Task<JsonNode?> TryCallAsync(string endpoint, string service, string method, object? request = null)
    {
        try
        {
            return await CallAsync(endpoint, service, method, request);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public Task<HttpResponseMessage> SendAsync(string endpoint, string path, string body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"http://{endpoint}{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        message.Headers.TryAddWithoutValidation("Authorization", "foo");
        return _http.SendAsync(message);
    }

    /// <summary>Makes database and table: partitions led as placed, or all replicas on the tablets given, the first leading.</summary>
    public async Task<TestTable> CreateTableAsync(string name = "tx", int partitions = 1, int replicas = 3, params TestNode[] on)
    {
        await NsAsync("CreateDatabase", new { db = "bank", if_not_exists = true });
        var info = new JsonObject
        {
            ["name"] = name,
            ["db"] = "bank",
            ["partition_num"] = partitions,
            ["replica_num"] = replicas,
            ["column_desc"] = JsonNode.Parse("""[{"name":"k","data_type":"kString"},{"name":"v","data_type":"kBigInt"},{"name":"ts","data_type":"kTimestamp"}]"""),
            ["column_key"] = JsonNode.Parse("""[{"index_name":"INDEX_0","col_name":["k"],"ts_name":"ts","ttl":{"ttl_type":"kAbsoluteTime","abs_ttl":0}}]"""),
        };
        if (on.Length > 0)
        {
            info["table_partition"] = new JsonArray([.. Enumerable.Range(0, partitions).Select(pid => (JsonNode)new JsonObject
            {
                ["pid"] = pid,
                ["partition_meta"] = new JsonArray([.. on.Select((node, index) => (JsonNode)new JsonObject { ["endpoint"] = node.Endpoint, ["is_leader"] = index == 0 })]),
            })]);
        }

        AssertOk(await NsAsync("CreateTable", new { table_info = info }));
        var shown = (await NsAsync("ShowTable", new { name, db = "bank" }))["table_info"]![0]!;
        return new TestTable(this, name, (uint)shown["tid"]!);
    }

    public static void AssertOk(JsonNode reply) => Assert.True(Code(reply) == 0, reply.ToJsonString());

    public static int Code(JsonNode? reply) => reply?["code"] is { } code ? (int)code : int.MinValue;

    public static Task WaitAsync(string what, Func<Task<bool>> condition) => WaitCoreAsync(what, condition);

    public static Task WaitAsync(string what, Func<bool> condition) => WaitCoreAsync(what, () => Task.FromResult(condition()));

    /// <summary>Waits until no op is queued or running; all ops.</summary>
    public async Task<JsonNode[]> WaitOpsAsync()
    {
        JsonNode[] ops = [];
        await WaitAsync("ops end", async () =>
        {
            ops = await OpsAsync();
            return ops.All(op => (string)op["status"]! is not ("kInited" or "kDoing"));
        });
        return ops;
    }

    public async Task<JsonNode[]> OpsAsync()
        => [.. ((await NsAsync("ShowOPStatus"))["op_status"]?.AsArray() ?? []).Select(op => op!)];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nameservers.Concat(Tablets))
        {
            await node.DisposeAsync();
        }

        _http.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task WaitCoreAsync(string what, Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"waited in vain: {what}");
            }

            await Task.Delay(10);
        }
    }

    private TestNode Make(string role, params string[] flags)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = listener.LocalEndpoint.ToString()!;
        var root = Path.Combine(_directory.FullName, endpoint.Replace(':', '_'));
        Directory.CreateDirectory(Path.Combine(root, "conf"));
        File.WriteAllLines(Path.Combine(root, "conf", $"{role}.flags"), [$"--role={role}", $"--endpoint={endpoint}", "--zk_keep_alive_check_interval=200", .. flags]);
        return new TestNode(Ensemble, root, endpoint, [$"--flagfile=./conf/{role}.flags", "--enable_status_service=true", .. _extra]);
    }
}
