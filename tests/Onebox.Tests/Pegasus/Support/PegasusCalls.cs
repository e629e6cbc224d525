using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Serving;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Tests.Pegasus.Support;

/// <summary>Admin and data calls for tests, written on the simulation's own wire and not on the product's client.</summary>
internal sealed class PegasusCalls(IEnumerable<string> metas, WireGeneration generation) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly PegasusAdmin _admin = new([.. metas], generation, TimeProvider.System);
    private readonly PeerClient _client = new(generation, TimeProvider.System, NullLogger.Instance);

    public Task<int> AliveAsync() => _admin.AliveAsync(CancellationToken.None);

    public Task CreateTableAsync(string name, int partitions, int replicas) => _admin.CreateAsync(name, partitions, replicas, CancellationToken.None);

    public async Task<IReadOnlyList<PartitionConfiguration>> PartitionsAsync(string table) =>
        await _admin.PartitionsAsync(table, CancellationToken.None) ?? throw new InvalidOperationException($"table {table} is not known, or no meta leads");

    public async Task<IReadOnlyList<PartitionConfiguration>> PartitionsAsync()
    {
        var all = new List<PartitionConfiguration>();
        foreach (var table in await _admin.TablesAsync(CancellationToken.None) ?? throw new InvalidOperationException("no meta leads"))
            all.AddRange(await PartitionsAsync(table.AppName));
        return all;
    }

    public async Task<PartitionConfiguration> PartitionAsync(Gpid pid) => (await PartitionsAsync()).Single(partition => partition.Pid == pid);

    /// <summary>How many partitions are not whole; -1 when no meta leads.</summary>
    public async Task<int> UnhealthyAsync() => await _admin.UnhealthyAsync(CancellationToken.None) switch
    {
        null => 0,
        var text when int.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ill) => ill,
        _ => -1,
    };

    public async Task<ErrorCode> ProposeAsync(Gpid pid, ConfigType type, NodeAddress target, NodeAddress node, bool force)
    {
        var request = new BalancerRequest { Gpid = pid, Actions = [new ProposalAction { Target = target, Node = node, Type = type }], Force = force };
        var answer = await _admin.AskAsync<BalancerRequest, BalancerResponse>(RpcNames.ProposeBalancer, request, each => each.Error, CancellationToken.None);
        return answer?.Error ?? ErrorCode.NetworkFailure;
    }

    /// <summary>A remote command's reply; <c>envelope error</c> in its place when there was none.</summary>
    public async Task<string> CommandAsync(RpcAddress server, string command, params string[] arguments)
    {
        var request = new CommandRequest { Command = command, Arguments = arguments };
        var reply = await _client.CallAsync(server, RpcNames.Command, new RequestMeta(), fields => fields.Struct(1, request), Patience, CancellationToken.None);
        if (!reply.Error.IsOk) return reply.Error.Name;
        var reader = new ThriftReader(reply.Result);
        Assert.Equal(ThriftType.String, reader.Type());
        Assert.Equal(0, reader.I16());
        return reader.Text();
    }

    public async Task<QueryReplicaInfoResponse?> ReplicasAsync(RpcAddress server) => (await _client.CallAsync<QueryReplicaInfoRequest, QueryReplicaInfoResponse>(
        server, RpcNames.QueryReplicaInfo, new QueryReplicaInfoRequest(), Patience, CancellationToken.None)).Message;

    /// <summary>A write by the given server.</summary>
    public async Task<(ErrorCode Error, UpdateResponse? Answer)> PutAsync(RpcAddress server, Gpid pid, byte[] key, string value, ulong? hash = null)
    {
        var put = new UpdateRequest { Key = key, Value = Encoding.UTF8.GetBytes(value) };
        var reply = await _client.CallAsync(server, InnerRpc.Put, Meta(pid, hash ?? PartitionHash.OfKey(key)!.Value), fields => fields.Struct(1, put), Patience, CancellationToken.None);
        return reply.Error.IsOk ? (ErrorCode.Ok, Result<UpdateResponse>(reply)) : (reply.Error, null);
    }

    /// <summary>The value that a server has; null when it has none.</summary>
    public async Task<(ErrorCode Error, string? Value)> GetAsync(RpcAddress server, Gpid pid, byte[] key)
    {
        var reply = await _client.CallAsync(server, InnerRpc.Get, Meta(pid, PartitionHash.OfKey(key)!.Value), fields => fields.Blob(1, key), Patience, CancellationToken.None);
        if (!reply.Error.IsOk) return (reply.Error, null);
        var answer = Result<ReadResponse>(reply);
        return (ErrorCode.Ok, answer.Error == ReadResponse.NotFound ? null : Encoding.UTF8.GetString(answer.Value.Span));
    }

    /// <summary>A key of a partition: its hash key is <paramref name="prefix"/> and a number that fits.</summary>
    public static byte[] KeyOf(string prefix, int partition, int partitions)
    {
        for (var n = 0; ; n++)
        {
            var key = Key($"{prefix}{n}");
            if (PartitionHash.OfKey(key)!.Value % (ulong)partitions == (ulong)partition) return key;
        }
    }

    public static byte[] Key(string hashKey, string sortKey = "k")
    {
        var (hash, sort) = (Encoding.UTF8.GetBytes(hashKey), Encoding.UTF8.GetBytes(sortKey));
        var key = new byte[2 + hash.Length + sort.Length];
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)hash.Length);
        hash.CopyTo(key, 2);
        sort.CopyTo(key, 2 + hash.Length);
        return key;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _admin.DisposeAsync();
    }

    private static RequestMeta Meta(Gpid pid, ulong hash) =>
        new() { AppId = pid.AppId, PartitionIndex = pid.PartitionIndex, TimeoutMs = (int)Patience.TotalMilliseconds, PartitionHash = (long)hash };

    private T Result<T>(ReplyFrame reply)
        where T : class, IThriftStruct, new()
    {
        var reader = new ThriftReader(reply.Result);
        Assert.Equal(ThriftType.Struct, reader.Type());
        Assert.Equal(0, reader.I16());
        var result = new FieldReader(reader, generation).Read<T>();
        Assert.Equal(ThriftType.Stop, reader.Type());
        reader.End();
        return result;
    }
}
