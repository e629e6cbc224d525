using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>A Pegasus cluster as seen by somebody who does not use the product: with the onebox's own wire, which was written apart from the product's client.</summary>
internal sealed class RawPegasus(IReadOnlyList<string> metas) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly PeerClient _client = new(WireGeneration.Address, TimeProvider.System, NullLogger.Instance);
    private readonly RpcAddress[] _metas = [.. metas.Select(RpcAddress.Parse)];

    /// <summary>The meta server that answers as leader; null when none does.</summary>
    public async Task<RpcAddress?> LeaderAsync()
    {
        foreach (var meta in _metas)
        {
            var reply = await _client.CallAsync<ClusterInfoRequest, ClusterInfoResponse>(meta, RpcNames.ClusterInfo, new(), Patience, default);
            if (reply.Message is { Error.IsOk: true }) return meta;
        }

        return null;
    }

    public async Task<RpcAddress> FindLeaderAsync()
    {
        RpcAddress? leader = null;
        await Nightshift.EndToEnd.Support.Expect.EventuallyAsync(async () => (leader = await LeaderAsync()) is not null, "a leading meta server");
        return leader!.Value;
    }

    /// <summary>Every partition of every table that is there, by the leader's record; null when nobody tells.</summary>
    public async Task<IReadOnlyList<RawPartition>?> PartitionsAsync()
    {
        if (await LeaderAsync() is not { } leader) return null;
        var apps = await _client.CallAsync<ListAppsRequest, ListAppsResponse>(leader, RpcNames.ListApps, new ListAppsRequest { Status = AppStatus.Available }, Patience, default);
        if (apps.Message is not { Error.IsOk: true } listed) return null;
        var found = new List<RawPartition>();
        foreach (var app in listed.Infos)
        {
            if (await QueryAsync(leader, app.AppName) is not { } table) return null;
            found.AddRange(table.Partitions.Select(partition => new RawPartition(app.AppName, partition)));
        }

        return found;
    }

    public async Task<IReadOnlyList<RawPartition>> ReadPartitionsAsync()
    {
        IReadOnlyList<RawPartition>? seen = null;
        await Nightshift.EndToEnd.Support.Expect.EventuallyAsync(async () => (seen = await PartitionsAsync()) is not null, "a meta server that tells its partitions");
        return seen!;
    }

    public async Task<QueryConfigurationResponse?> QueryAsync(RpcAddress leader, string table, params int[] partitions)
    {
        var request = new QueryConfigurationRequest { AppName = table, PartitionIndices = partitions };
        var reply = await _client.CallAsync<QueryConfigurationRequest, QueryConfigurationResponse>(leader, RpcNames.QueryConfiguration, request, Patience, default);
        return reply.Message is { Error.IsOk: true } message ? message : null;
    }

    public async Task<IReadOnlyList<NodeInfo>> NodesAsync()
    {
        var reply = await _client.CallAsync<ListNodesRequest, ListNodesResponse>(await FindLeaderAsync(), RpcNames.ListNodes, new(), Patience, default);
        return reply.Message?.Infos ?? [];
    }

    /// <summary>The text of a remote command; null when no answer came.</summary>
    public async Task<string?> CommandAsync(RpcAddress server, string command, params string[] arguments)
    {
        var reply = await _client.CallAsync(
            server, RpcNames.Command, new RequestMeta { TimeoutMs = (int)Patience.TotalMilliseconds }, fields => fields.Struct(1, new CommandRequest { Command = command, Arguments = arguments }), Patience, default);
        if (!reply.Error.IsOk) return null;
        var reader = new ThriftReader(reply.Result);
        return reader.Type() == ThriftType.String && reader.I16() == 0 ? reader.Text() : null;
    }

    /// <summary>The live value of a leader's setting, without what newer servers put around it.</summary>
    public async Task<string?> SettingAsync(string name) => await CommandAsync(await FindLeaderAsync(), name);

    public async Task<MetaLevel?> LevelAsync()
    {
        var reply = await _client.CallAsync<ControlMetaRequest, ControlMetaResponse>(await FindLeaderAsync(), RpcNames.ControlMeta, new ControlMetaRequest { Level = MetaLevel.Invalid }, Patience, default);
        return reply.Message?.OldLevel;
    }

    public Task SetLevelAsync(RpcAddress leader, MetaLevel level) =>
        _client.CallAsync<ControlMetaRequest, ControlMetaResponse>(leader, RpcNames.ControlMeta, new ControlMetaRequest { Level = level }, Patience, default);

    /// <summary>The name of the error that the leader answers, or that no answer stands for.</summary>
    public async Task<string> ProposeAsync(RpcAddress leader, Gpid partition, BalanceType? type, params ProposalAction[] actions)
    {
        var request = new BalancerRequest { Gpid = partition, Actions = actions, BalanceType = type };
        var reply = await _client.CallAsync<BalancerRequest, BalancerResponse>(leader, RpcNames.ProposeBalancer, request, Patience, default);
        return reply.Message is { } message ? message.Error.Name : reply.Error.Name;
    }

    /// <summary>Sent to its target at once, unvalidated.</summary>
    public async Task<string> ForceAsync(RpcAddress leader, Gpid partition, params ProposalAction[] actions)
    {
        var request = new BalancerRequest { Gpid = partition, Actions = actions, Force = true };
        var reply = await _client.CallAsync<BalancerRequest, BalancerResponse>(leader, RpcNames.ProposeBalancer, request, Patience, default);
        return reply.Message is { } message ? message.Error.Name : reply.Error.Name;
    }

    /// <summary>Null when it was acknowledged, else the name of the error.</summary>
    public async Task<string?> PutAsync(RpcAddress server, Gpid partition, ulong hash, byte[] key, byte[] value, TimeSpan timeout)
    {
        var meta = new RequestMeta { AppId = partition.AppId, PartitionIndex = partition.PartitionIndex, TimeoutMs = (int)timeout.TotalMilliseconds, PartitionHash = (long)hash };
        var reply = await _client.CallAsync(server, "RPC_RRDB_RRDB_PUT", meta, fields => fields.Struct(1, new UpdateRequest { Key = key, Value = value }), timeout, default);
        if (!reply.Error.IsOk) return reply.Error.Name;
        var code = Result<UpdateResponse>(reply).Error;
        return code == 0 ? null : $"rocksdb {code}";
    }

    /// <summary>The value; null when there is none or no answer came, then <paramref name="error"/> names why.</summary>
    public async Task<(byte[]? Value, string? Error)> GetAsync(RpcAddress server, Gpid partition, ulong hash, byte[] key)
    {
        var meta = new RequestMeta { AppId = partition.AppId, PartitionIndex = partition.PartitionIndex, TimeoutMs = (int)Patience.TotalMilliseconds, PartitionHash = (long)hash };
        var reply = await _client.CallAsync(server, "RPC_RRDB_RRDB_GET", meta, fields => fields.Blob(1, key), Patience, default);
        if (!reply.Error.IsOk) return (null, reply.Error.Name);
        var read = Result<ReadResponse>(reply);
        return read.Error == 0 ? (read.Value.ToArray(), null) : (null, $"rocksdb {read.Error}");
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static T Result<T>(ReplyFrame reply)
        where T : class, IThriftStruct, new()
    {
        var reader = new ThriftReader(reply.Result);
        Assert.Equal(ThriftType.Struct, reader.Type());
        Assert.Equal(0, reader.I16());
        return new FieldReader(reader, WireGeneration.Address, tolerant: true).Read<T>();
    }
}

internal sealed record RawPartition(string Table, PartitionConfiguration Configuration)
{
    public string Name => $"{Table}[{Configuration.Pid.PartitionIndex}]";

    public IEnumerable<string> Members => Configuration.Secondaries.Append(Configuration.Primary).Where(member => member.IsValid).Select(member => member.ToString()).Order(StringComparer.Ordinal);

    public bool IsComplete => Configuration.Primary.IsValid && Members.Count() >= Configuration.MaxReplicaCount;

    public override string ToString() => $"{Name} on {string.Join(' ', Members)}";
}
