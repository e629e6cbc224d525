using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Clusters;
using Nightshift.Onebox.ZooKeeper;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Leaks;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.ZooKeeper;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

/// <summary>Two nameservers, three tablets and a ZooKeeper on loopback, with the real client; times shortened where they only cost patience.</summary>
internal sealed class SimulatedCluster : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightshift-maintenance-").FullName;
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http = new();
    private readonly Task _zooKeeper;
    private readonly ZooKeeperSessions _sessions;

    private SimulatedCluster(int statusPoll, int healthCheck)
    {
        var zooKeeper = FreePort();
        _zooKeeper = new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(
            new EmbeddedZooKeeperOptions { Port = zooKeeper, DataDirectory = Path.Combine(_directory, "zk") }, _end.Token);
        var flags = new Dictionary<string, string>
        {
            ["zk_cluster"] = $"127.0.0.1:{zooKeeper}",
            ["zk_root_path"] = "/openmldb",
            ["zk_session_timeout"] = "4000",
            ["auto_failover"] = "true",
            ["tablet_heartbeat_timeout"] = "60000",
            ["system_table_replica_num"] = "2",
            ["get_task_status_interval"] = $"{statusPoll}",
            ["get_table_status_interval"] = $"{statusPoll}",
            ["db_root_path"] = "./db",
            ["recycle_bin_root_path"] = "./recycle",
            ["binlog_notify_on_put"] = "true",
            ["onebox_lock_retry_ms"] = "100",
            ["onebox_health_check_interval_ms"] = "300",
            ["make_snapshot_time"] = "-1",
        };
        var ofNameservers = new Dictionary<string, string>(flags) { ["onebox_health_check_interval_ms"] = $"{healthCheck}" };
        Nameservers = [.. Enumerable.Range(0, 2).Select(i => new SimulatedNode("nameserver", FreePort(), Path.Combine(_directory, $"ns{i}"), ofNameservers))];
        Tablets = [.. Enumerable.Range(0, 3).Select(i => new SimulatedNode("tablet", FreePort(), Path.Combine(_directory, $"tablet{i}"), flags))];
        _sessions = new ZooKeeperSessions(
            new ZooKeeperOptions { Servers = ConnectString.Parse($"127.0.0.1:{zooKeeper}") }, TimeProvider.System, new Random(1), NullLogger<ZooKeeperClient>.Instance);
        Client = new OpenMldbClient(
            async token => await _sessions.Current(token), ZNodePath.Parse("/openmldb"), new OpenMldbClientOptions(), TimeProvider.System, NullLogger<OpenMldbClient>.Instance);
        Options = new MaintenanceOptions { SnapshotHour = null, StalledLink = TimeSpan.FromSeconds(6) };
    }

    public IReadOnlyList<SimulatedNode> Nameservers { get; }

    public IReadOnlyList<SimulatedNode> Tablets { get; }

    public OpenMldbClient Client { get; }

    public MaintenanceOptions Options { get; set; }

    public static async Task<SimulatedCluster> Start(int statusPoll = 200, int healthCheck = 300)
    {
        var cluster = new SimulatedCluster(statusPoll, healthCheck);
        try
        {
            foreach (var tablet in cluster.Tablets) tablet.Start();
            await Wait.Until(async () => (await cluster.Client.Directory.ListTablets(default)).Length == 3, "three registered tablets");

            // As upstream, one that starts before there is a table of users does not open its port until it leads.
            cluster.Nameservers[0].Start();
            await Wait.Until(async () => (await cluster.Client.Nameserver.ShowAllTables(default)).Length >= 5, "system tables");
            cluster.Nameservers[1].Start();
            await Wait.Until(() => IsListening(cluster.Nameservers[1]), "the second nameserver listening");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Endpoint At(int tablet) => Endpoint.Parse(Tablets[tablet].Endpoint);

    /// <summary>Makes a table <c>demo.name</c> of a string key and returns it once its offsets are known.</summary>
    public async Task<TableInfo> CreateTable(string name, int partitions, int replicas)
    {
        await Call("CreateDatabase", """{"db":"demo","if_not_exists":true}""", mayFail: true);
        var body = $$$"""
            {"table_info":{"db":"demo","name":"{{{name}}}","partition_num":{{{partitions}}},"replica_num":{{{replicas}}},"seg_cnt":8,"format_version":1,
             "column_desc":[{"name":"k","data_type":"kString"},{"name":"v","data_type":"kBigInt"},{"name":"ts","data_type":"kTimestamp"}],
             "column_key":[{"index_name":"i","col_name":["k"],"ts_name":"ts","ttl":{"ttl_type":"kAbsoluteTime","abs_ttl":0}}]}}
            """;

        // As upstream, a nameserver that just took over refuses while one of its connections to tablets is being made again; people then ask once more.
        await Wait.Until(
            async () =>
            {
                await Call("CreateTable", body);
                return true;
            },
            $"table {name} created");
        await Wait.Until(
            async () => (await Client.Nameserver.ShowAllTables(default)).SelectMany(t => t.Partitions).SelectMany(p => p.Replicas).All(r => r.Offset is not null),
            "offsets of all replicas");
        return (await Client.Nameserver.ShowTable(new TableId("demo", name), default))!;
    }

    public MaintenanceServices Services(KillSwitch? kill = null) => new(
        kill is null ? Client : new GuardedClient(Client, kill),
        endpoint =>
        {
            ITabletProcess process = new SimulatedProcess(Tablets.Single(t => t.Endpoint == endpoint.ToString()));
            return kill is null ? process : kill.Guard(process);
        },
        Options,
        TimeProvider.System);

    /// <summary>Tidying up on this cluster, for <paramref name="runs"/> and files of the vendor's tool at <paramref name="places"/>.</summary>
    public Tidying Tidying(MaintenanceServices? services = null, IRunsOfClusters? runs = null, params IReadOnlyList<StatPlace> places)
    {
        var vendor = new VendorTool(places, "/openmldb");
        return new Tidying("simulated", services ?? Services(), new LeftBehindReader(Client.Snapshots, vendor, _ => true, true), vendor, runs ?? NoRuns.Instance);
    }

    /// <summary>Ends a node with its ZooKeeper session: in one process with the test its connection would live on.</summary>
    public async Task End(SimulatedNode node)
    {
        await node.Stop();
        var zooKeeper = await _sessions.Current(default);
        foreach (var parent in new[] { "/openmldb/nodes", "/openmldb/leader" })
        {
            foreach (var child in (await zooKeeper.Children(ZNodePath.Parse(parent), default)).Names)
            {
                var path = ZNodePath.Parse($"{parent}/{child}");
                var value = System.Text.Encoding.UTF8.GetString((await zooKeeper.Get(path, default)).Data.Span);
                if (value.EndsWith(node.Endpoint, StringComparison.Ordinal)) await zooKeeper.Delete(path, IZooKeeper.AnyVersion, default);
            }
        }
    }

    /// <summary>Everything about placement and settings that a maintenance has to leave as it was.</summary>
    public async Task<string> Placement()
    {
        var snapshot = await Client.Snapshots.Read(SnapshotScope.Everything, default);
        var lines = snapshot.AllReplicas()
            .Select(r => $"{r.Id} {r.Replica.Endpoint} leader={r.Replica.IsLeader} alive={r.Replica.IsAlive} "
                + (snapshot.FindTablet(r.Replica.Endpoint)!.Live.Value.TryGet(r.TidPid, out var live) ? $"{live.Mode} {live.State}" : "not loaded"))
            .Append($"auto_failover={snapshot.AutoFailover.Value}")
            .Append($"ops under way or failed: {string.Join(", ", snapshot.Ops.Value.Where(o => o.IsUnfinished || o.Status == OpStatus.Failed))}");
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        foreach (var node in Nameservers.Concat(Tablets)) await node.DisposeAsync();
        await _sessions.DisposeAsync();
        await _end.CancelAsync();
        await _zooKeeper.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _end.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task Call(string method, string body, bool mayFail = false)
    {
        var leader = (await Client.Directory.FindLeader(default))!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{leader.Address}/NameServer/{method}");
        request.Headers.TryAddWithoutValidation("Authorization", "foo");
        request.Content = new StringContent(body, null, "application/json");
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!mayFail && answer.GetProperty("code").GetInt32() != 0) throw new InvalidOperationException($"{method}: {answer}");
    }

    private static async Task<bool> IsListening(SimulatedNode node)
    {
        if (!node.IsRunning) throw new InvalidOperationException(node.Fate);
        using var client = new TcpClient();
        var at = Endpoint.Parse(node.Endpoint);
        await client.ConnectAsync(at.Host, at.Port);
        return true;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
