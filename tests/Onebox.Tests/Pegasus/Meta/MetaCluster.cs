using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.ZooKeeper;

using Nightshift.ZooKeeper.Tests.Suite;

namespace Nightshift.Onebox.Tests.Pegasus.Meta;

/// <summary>Meta servers on an embedded ZooKeeper with replica servers that do as they are told.</summary>
internal sealed class MetaCluster : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private readonly string _directory = Directory.CreateTempSubdirectory("pegasus-meta-").FullName;
    private CancellationTokenSource _stop = new();
    private Task _zooKeeper = Task.CompletedTask;
    private readonly PeerClient _client;
    private readonly Nightshift.ZooKeeper.ServerAddress _address = new("127.0.0.1", FreePorts.Next());
    private readonly WireGeneration _generation;
    private readonly string? _hostName;

    public MetaCluster(int metas, int replicas, WireGeneration generation = WireGeneration.Address, string? hostName = null, Action<TestConfiguration>? configure = null, string version = "2.5.0")
    {
        (_generation, _hostName) = (generation, hostName);
        StartZooKeeper();
        _client = new PeerClient(generation, TimeProvider.System, NullLogger.Instance);
        int[] ports = [.. Enumerable.Range(0, metas).Select(_ => FreePorts.Next())];
        Configuration["meta_server/server_list"] = string.Join(',', ports.Select(port => $"127.0.0.1:{port}"));
        Configuration["meta_server/cluster_root"] = "/pegasus/test";
        Configuration["meta_server/distributed_lock_service_parameters"] = "/pegasus/test/lock";
        Configuration["meta_server/min_live_node_count_for_unfreeze"] = "1";
        Configuration["meta_server/node_live_percentage_threshold_for_update"] = "50";
        Configuration["replication/lb_interval_ms"] = "200";
        Configuration["zookeeper/timeout_ms"] = "1500";
        Configuration["onebox/fd_check_interval_ms"] = "100";
        Configuration["onebox/fd_grace_ms"] = "2000";
        configure?.Invoke(Configuration);
        Metas = [.. ports.Select(port => new TestMeta(_address, Configuration, port, generation, hostName, version))];
        for (var count = 0; count < replicas; count++)
        {
            AddReplica();
        }
    }

    public TestConfiguration Configuration { get; } = [];

    public List<TestMeta> Metas { get; }

    public List<FakeReplicaServer> Replicas { get; } = [];

    public TestMeta Leader => Metas.Single(each => each.Server.IsServing);

    public TestMeta Standby => Metas.First(each => !each.Server.IsServing);

    public void StartZooKeeper()
    {
        _stop = new CancellationTokenSource();
        var options = new EmbeddedZooKeeperOptions { Port = _address.Port, DataDirectory = _directory };
        _zooKeeper = new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, _stop.Token);
    }

    public async Task StopZooKeeperAsync()
    {
        await _stop.CancelAsync();
        await _zooKeeper;
        _stop.Dispose();
    }

    public FakeReplicaServer AddReplica(WireGeneration? generation = null)
    {
        var replica = new FakeReplicaServer(generation ?? _generation, generation is null ? _hostName : null, () => [.. Metas.Select(each => each.Address)]);
        Replicas.Add(replica);
        return replica;
    }

    public async Task<TestMeta> LeaderAsync()
    {
        await Eventually.True("a meta server leads", () => Metas.Exists(each => each.Server.IsServing));
        return Leader;
    }

    public async Task<TResponse> CallAsync<TRequest, TResponse>(string rpc, TRequest request, TestMeta? meta = null)
        where TRequest : class, IThriftStruct, new()
        where TResponse : class, IThriftStruct, new()
    {
        var reply = await _client.CallAsync<TRequest, TResponse>((meta ?? Leader).Address, rpc, request, Timeout, CancellationToken.None);
        Assert.Equal("ERR_OK", reply.Error.Name);
        return reply.Message!;
    }

    public async Task<string> CommandAsync(TestMeta meta, string command, params string[] arguments)
    {
        var request = new CommandRequest { Command = command, Arguments = arguments };
        var reply = await _client.CallAsync(meta.Address, RpcNames.Command, new RequestMeta(), fields => fields.Struct(1, request), Timeout, CancellationToken.None);
        Assert.Equal("ERR_OK", reply.Error.Name);
        var reader = new ThriftReader(reply.Result);
        Assert.Equal((ThriftType.String, 0), (reader.Type(), reader.I16()));
        return reader.Text();
    }

    public Task<ListNodesResponse> NodesAsync(TestMeta? meta = null)
        => CallAsync<ListNodesRequest, ListNodesResponse>(RpcNames.ListNodes, new ListNodesRequest(), meta);

    public Task<QueryConfigurationResponse> QueryAsync(string table = "temp", TestMeta? meta = null)
        => CallAsync<QueryConfigurationRequest, QueryConfigurationResponse>(RpcNames.QueryConfiguration, new QueryConfigurationRequest { AppName = table }, meta);

    public Task<ErrorCode> ProposeAsync(Gpid gpid, bool? force, params ProposalAction[] actions) => ProposeAsync(Leader, gpid, force, actions);

    public async Task<ErrorCode> ProposeAsync(TestMeta meta, Gpid gpid, bool? force, params ProposalAction[] actions)
        => (await CallAsync<BalancerRequest, BalancerResponse>(
            RpcNames.ProposeBalancer, new BalancerRequest { Gpid = gpid, Force = force, Actions = actions }, meta)).Error;

    public async Task<MetaLevel> LevelAsync(MetaLevel level)
        => (await CallAsync<ControlMetaRequest, ControlMetaResponse>(RpcNames.ControlMeta, new ControlMetaRequest { Level = level })).OldLevel;

    /// <summary>What <c>cluster_info</c> says.</summary>
    public async Task<Dictionary<string, string>> InfoAsync()
    {
        var response = await CallAsync<ClusterInfoRequest, ClusterInfoResponse>(RpcNames.ClusterInfo, new ClusterInfoRequest());
        return response.Keys.Zip(response.Values).ToDictionary(each => each.First, each => each.Second, StringComparer.Ordinal);
    }

    /// <summary>Waits for the leader and all replica servers, makes a table and waits until it is complete.</summary>
    public async Task<int> TableAsync(string name = "temp", int partitions = 4)
    {
        await LeaderAsync();
        await Eventually.True("all replica servers are alive", async () => (await NodesAsync()).Infos.Count(each => each.Status == NodeStatus.Alive) == Replicas.Count);
        var created = await CallAsync<CreateAppRequest, CreateAppResponse>(RpcNames.CreateApp, new CreateAppRequest
        {
            AppName = name, Options = new CreateAppOptions { PartitionCount = partitions, ReplicaCount = 3, AppType = "pegasus", IsStateful = true },
        });
        Assert.Equal("ERR_OK", created.Error.Name);
        await CompleteAsync(name);
        return created.AppId;
    }

    public Task CompleteAsync(string table = "temp") => Eventually.True(
        "the table is complete",
        async () => (await QueryAsync(table)).Partitions is { Count: > 0 } partitions && partitions.All(each => each.Primary.IsValid && each.Secondaries.Count == 2));

    public FakeReplicaServer Replica(NodeAddress node) => Replicas.Single(each => each.Node == node);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        foreach (var meta in Metas)
        {
            await meta.DisposeAsync();
        }

        await _client.DisposeAsync();
        await StopZooKeeperAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
