using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>Asks the metas of a box: tables, nodes, and how well partitions are.</summary>
internal sealed class PegasusAdmin(IReadOnlyList<string> metas, WireGeneration generation, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly PeerClient _client = new(generation, time, NullLogger.Instance);

    /// <summary>The answer of the meta that leads; null when none did. Standbys are not asked: some of their refusals look like a leader's.</summary>
    public async Task<TResponse?> AskAsync<TRequest, TResponse>(
        string rpc, TRequest request, Func<TResponse, ErrorCode> error, CancellationToken cancellationToken)
        where TRequest : class, IThriftStruct, new()
        where TResponse : class, IThriftStruct, new()
    {
        foreach (var meta in metas)
        {
            var address = RpcAddress.Parse(meta);
            if (await InfoAsync(address, cancellationToken) is null) continue;
            var reply = await _client.CallAsync<TRequest, TResponse>(address, rpc, request, Patience, cancellationToken);
            if (reply.Message is { } answer && error(answer) != ErrorCode.ForwardToOthers) return answer;
        }

        return null;
    }

    /// <summary>The meta that leads, and what it tells of the cluster; null when none does.</summary>
    public async Task<(RpcAddress Address, ClusterInfoResponse Info)?> LeaderAsync(CancellationToken cancellationToken)
    {
        foreach (var meta in metas)
        {
            var address = RpcAddress.Parse(meta);
            if (await InfoAsync(address, cancellationToken) is { } info) return (address, info);
        }

        return null;
    }

    /// <summary>The text of a remote command; null when no answer came.</summary>
    public async Task<string?> CommandAsync(RpcAddress server, string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var meta = new RequestMeta { TimeoutMs = (int)Patience.TotalMilliseconds };
        var reply = await _client.CallAsync(
            server, RpcNames.Command, meta, fields => fields.Struct(1, new CommandRequest { Command = command, Arguments = arguments }), Patience, cancellationToken);
        if (!reply.Error.IsOk) return null;
        var reader = new ThriftReader(reply.Result);
        return reader.Type() == ThriftType.String && reader.I16() == 0 ? reader.Text() : null;
    }

    /// <param name="status">Invalid: whatever became of them.</param>
    public async Task<IReadOnlyList<AppInfo>?> TablesAsync(CancellationToken cancellationToken, AppStatus status = AppStatus.Available) =>
        await AskAsync<ListAppsRequest, ListAppsResponse>(
            RpcNames.ListApps, new ListAppsRequest { Status = status }, answer => answer.Error, cancellationToken) is { Error.IsOk: true } answer
            ? answer.Infos
            : null;

    /// <summary>Every server that the leader knows; null when none leads.</summary>
    public async Task<IReadOnlyList<NodeInfo>?> NodesAsync(CancellationToken cancellationToken) =>
        (await AskAsync<ListNodesRequest, ListNodesResponse>(RpcNames.ListNodes, new ListNodesRequest(), answer => answer.Error, cancellationToken))?.Infos;

    /// <summary>How many servers beacon; 0 also when no meta leads.</summary>
    public async Task<int> AliveAsync(CancellationToken cancellationToken) =>
        (await NodesAsync(cancellationToken))?.Count(node => node.Status == NodeStatus.Alive) ?? 0;

    public async Task<IReadOnlyList<PartitionConfiguration>?> PartitionsAsync(string table, CancellationToken cancellationToken) =>
        await AskAsync<QueryConfigurationRequest, QueryConfigurationResponse>(
            RpcNames.QueryConfiguration, new QueryConfigurationRequest { AppName = table }, answer => answer.Error, cancellationToken) is { Error.IsOk: true } answer
            ? answer.Partitions
            : null;

    /// <summary>Whether a replica server has loaded: only then does it answer queries.</summary>
    public async Task<bool> IsLoadedAsync(string server, CancellationToken cancellationToken) =>
        (await _client.CallAsync<QueryReplicaInfoRequest, QueryReplicaInfoResponse>(
            RpcAddress.Parse(server), RpcNames.QueryReplicaInfo, new QueryReplicaInfoRequest(), Patience, cancellationToken)).Error.IsOk;

    /// <exception cref="OneboxException">The leader refuses.</exception>
    public async Task CreateAsync(string table, int partitions, int replicas, CancellationToken cancellationToken)
    {
        var request = new CreateAppRequest
        {
            AppName = table,
            Options = new CreateAppOptions
            {
                PartitionCount = partitions,
                ReplicaCount = replicas,
                SuccessIfExist = true,
                AppType = "pegasus",
                IsStateful = true,
            },
        };
        var answer = await AskAsync<CreateAppRequest, CreateAppResponse>(RpcNames.CreateApp, request, each => each.Error, cancellationToken);
        if (answer is not { Error.IsOk: true }) throw new OneboxException($"table {table} was not made: {answer?.Error.Name ?? "no meta server leads"}");
    }

    /// <summary>What is wrong with the tables, null when nothing is.</summary>
    public async Task<string?> UnhealthyAsync(CancellationToken cancellationToken)
    {
        if (await TablesAsync(cancellationToken) is not { } tables) return "no meta server leads";
        var ill = 0;
        foreach (var table in tables)
        {
            if (await PartitionsAsync(table.AppName, cancellationToken) is not { } partitions) return $"table {table.AppName} is unknown";
            ill += partitions.Count(partition => !partition.Primary.IsValid || partition.Secondaries.Count + 1 < partition.MaxReplicaCount);
        }

        return ill == 0 ? null : $"{ill} partitions are not whole";
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<ClusterInfoResponse?> InfoAsync(RpcAddress meta, CancellationToken cancellationToken)
    {
        var info = await _client.CallAsync<ClusterInfoRequest, ClusterInfoResponse>(meta, RpcNames.ClusterInfo, new ClusterInfoRequest(), Patience, cancellationToken);
        return info.Message is { Error.IsOk: true } told ? told : null;
    }
}
