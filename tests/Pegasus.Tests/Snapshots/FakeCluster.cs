using System.Net;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Tests.Client.Support;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Tests.Snapshots;

/// <summary>A cluster behind one socket, which is its leading meta server and every one of its replica servers at once.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly FakeServer _server;
    private readonly Dictionary<string, FakeReply> _configs = new(StringComparer.Ordinal);
    private readonly bool _names;

    public FakeCluster(int tables, int partitions, bool names = false)
    {
        _names = names;
        _server = new FakeServer(Answer, Page);
        Tables = [.. Enumerable.Range(1, tables).Select(id => FakeAnswers.Table(id, $"table{id}", partitions))];
        Partitions = Tables.ToDictionary(
            t => t.Name, t => Enumerable.Range(0, t.Partitions).Select(i => new PartitionConfig(new Gpid(t.Id, i), 3, 3, Node(i), [Node(i + 1), Node(i + 2)], [], 41, 0)).ToArray(),
            StringComparer.Ordinal);
    }

    public Endpoint Address => _server.Address;

    public FakeServer Server => _server;

    public AppInfo[] Tables { get; set; }

    public Dictionary<string, PartitionConfig[]> Partitions { get; }

    /// <summary>Live values by remote command.</summary>
    public Dictionary<string, string> Live { get; } = new(StringComparer.Ordinal)
    {
        [MetaSetting.AssignDelayMs] = "600000", [MetaSetting.AddSecondaryMax] = "20", [MetaSetting.AddSecondaryFlowControl] = "true", [MetaSetting.LivePercentage] = "50",
        ["server-info"] = "Pegasus Server 2.5.0 (0ca31b70) Release, Started at 2026-11-20 10:00:00",
    };

    /// <summary>Keys of the configuration by HTTP.</summary>
    public Dictionary<string, string> Config { get; } = new(StringComparer.Ordinal)
    {
        ["mutation_2pc_min_replica_count"] = "2", ["fd_lease_seconds"] = "20", ["fd_grace_seconds"] = "22", ["min_live_node_count_for_unfreeze"] = "3",
        ["stable_rs_min_running_seconds"] = "600", ["max_succssive_unstable_restart"] = "5", ["timeout_ms"] = "10000", ["meta_function_level_on_start"] = "steady",
        ["replica_assign_delay_ms_for_dropouts"] = "600000", ["add_secondary_max_count_for_one_node"] = "20", ["add_secondary_enable_flow_control"] = "true",
        ["node_live_percentage_threshold_for_update"] = "50",
    };

    /// <summary>Called before every answer.</summary>
    public Action<FakeRequest>? Asked { get; set; }

    public Func<FakeRequest, FakeReply?>? Instead { get; set; }

    public Server Node(int n) =>
        new(Endpoint.Parse(_names ? $"rs{(n % 5) + 1}:{_server.Port}" : $"127.0.0.{(n % 5) + 1}:{_server.Port}"), new IPEndPoint(new IPAddress([127, 0, 0, (byte)((n % 5) + 1)]), _server.Port), _names);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private FakeReply Answer(FakeRequest request)
    {
        Asked?.Invoke(request);
        if (Instead?.Invoke(request) is { } other)
            return other;
        return request.Method switch
        {
            "RPC_CM_LIST_NODES" => FakeAnswers.Nodes(request, "ERR_OK", [.. Enumerable.Range(0, 5).Select(Node)]),
            "RPC_CM_CLUSTER_INFO" => FakeAnswers.ClusterInfo(
                request, ("meta_servers", $"{Address}"), ("primary_meta_server", $"{Address}"), ("zookeeper_hosts", "127.0.0.1:2181"), ("zookeeper_root", "/pegasus/c1"),
                ("meta_function_level", "steady"), ("balance_operation_count", "move_pri=0,copy_pri=0,copy_sec=0,total=0"), ("cluster_name", "c1")),
            "RPC_CM_LIST_APPS" => FakeAnswers.Apps(request, Tables),
            "RPC_CM_CONTROL_META" => FakeAnswers.Level(request, "ERR_OK", 400),
            "RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX" => ConfigOf(request),
            "RPC_CLI_CLI_CALL" => FakeAnswers.Text(request, Live.GetValueOrDefault(First(request)) ?? $"unknown command '{First(request)}'"),
            _ => FakeReply.Error(request, "ERR_HANDLER_NOT_FOUND"),
        };
    }

    private FakeReply ConfigOf(FakeRequest request)
    {
        var name = First(request);
        lock (_configs)
        {
            if (_configs.TryGetValue(name, out var kept))
                return kept.For(request);
            if (Tables.FirstOrDefault(t => t.Name == name) is not { } table)
                return FakeAnswers.Config(request, "ERR_OBJECT_NOT_FOUND", 0, 0);
            return _configs[name] = FakeAnswers.Config(request, "ERR_OK", table.Id, table.Partitions, Partitions[name]);
        }
    }

    private string Page(string path)
    {
        const string Prefix = "/config?name=";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return FakeServer.Page("service not found", "404 Not Found");
        var name = path[Prefix.Length..];
        return FakeServer.Page(Config.TryGetValue(name, out var value) ? $$"""{"name":"{{name}}","value":"{{value}}"}""" : $"ERR_OBJECT_NOT_FOUND: {name} is not found");
    }

    private static string First(FakeRequest request)
    {
        var fields = new Fields(request.Reader(), "request");
        return fields.Next() ? fields.Text() : "";
    }
}
