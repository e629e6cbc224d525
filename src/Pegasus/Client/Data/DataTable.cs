using Nightshift.Pegasus.Client.Sessions;
using Nightshift.Pegasus.Wire;

namespace Nightshift.Pegasus.Client.Data;

/// <summary>Reads and writes of one table. A primary ends its process over a wrong hash, hence the check of the CRC before anything else.</summary>
internal sealed class DataTable : IDataTable
{
    private readonly PartitionConfig[] _partitions;
    private readonly IMeta _meta;
    private readonly RpcChannel _channel;

    public DataTable(string name, AppPartitions partitions, IMeta meta, RpcChannel channel)
    {
        if (!Crc64.IsSound)
            throw new InvalidOperationException("CRC-64/NVME gives wrong values on this machine; a write could end a server, so none is sent.");
        Name = name;
        AppId = partitions.AppId;
        _partitions = [.. partitions.Partitions];
        _meta = meta;
        _channel = channel;
    }

    public string Name { get; }

    public int AppId { get; }

    public int PartitionCount => _partitions.Length;

    /// <summary>While a partition is being made by a split, its parent has its data.</summary>
    public int PartitionOf(ReadOnlySpan<byte> hashKey)
    {
        var index = (int)(Crc64.Of(hashKey) % (ulong)_partitions.Length);
        var half = _partitions.Length / 2;
        return index >= half && Volatile.Read(ref _partitions[index]).Ballot < 0 ? index - half : index;
    }

    public Server? PrimaryOf(int partition) => Volatile.Read(ref _partitions[partition]).Primary;

    public async Task Refresh(int partition, CancellationToken cancellationToken)
    {
        var answer = await _meta.QueryConfig(Name, [partition], cancellationToken);
        if (answer.AppId != AppId || answer.PartitionCount != _partitions.Length)
            throw new WrongRequestException(Site("RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX", partition, null), $"Table {Name} is another one than before; open it anew.");
        Volatile.Write(ref _partitions[partition], answer.Partitions[0]);
    }

    public async Task<long> Put(ReadOnlyMemory<byte> hashKey, ReadOnlyMemory<byte> sortKey, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var (index, call) = Aim(DataMessages.Put.Name, hashKey);
        try
        {
            var answer = await Send(call, DataMessages.Put, new PutRequest(DataMessages.Key(hashKey.Span, sortKey.Span), value), index, hashKey, cancellationToken);
            CheckEcho(call, index, answer.AppId, answer.Partition, answer.Server);
            return answer.Code == RocksDbCodes.Ok ? answer.Decree : throw Failed(call, answer.Code);
        }
        catch (PegasusException e) when (!WriteOutcome.IsUndone(e))
        {
            throw new OutcomeUnknownException(call, e);
        }
    }

    public async Task<byte[]?> Get(ReadOnlyMemory<byte> hashKey, ReadOnlyMemory<byte> sortKey, CancellationToken cancellationToken)
    {
        var (index, call) = Aim(DataMessages.Get.Name, hashKey);
        var answer = await Send(call, DataMessages.Get, DataMessages.Key(hashKey.Span, sortKey.Span), index, hashKey, cancellationToken);
        CheckEcho(call, index, answer.AppId, answer.Partition, answer.Server);
        return answer.Code switch
        {
            RocksDbCodes.Ok => answer.Value,
            RocksDbCodes.NotFound => null,
            _ => throw Failed(call, answer.Code),
        };
    }

    private (int Index, CallSite Call) Aim(string method, ReadOnlyMemory<byte> hashKey)
    {
        if (hashKey.IsEmpty || hashKey.Length > 1024)
            throw new ArgumentException("A hash key has 1 to 1024 bytes here.", nameof(hashKey));
        var index = PartitionOf(hashKey.Span);
        var call = Site(method, index, PrimaryOf(index));
        return call.Address is not null
            ? (index, call)
            : throw new NodeUnreachableException(call, Delivery.NotSent, $"{call.Subject} has no primary as far as is known, so {method} was not sent.");
    }

    private Task<TAnswer> Send<TRequest, TAnswer>(
        CallSite call, RpcMethod<TRequest, TAnswer> method, TRequest request, int index, ReadOnlyMemory<byte> hashKey, CancellationToken cancellationToken)
    {
        var limit = _channel.Options.DataTimeout;
        var header = new RequestHeader(AppId, index, (int)limit.TotalMilliseconds, Crc64.Of(hashKey.Span));
        return _channel.Send(call, call.Address!.Value, method, request, header, limit, cancellationToken);
    }

    private void CheckEcho(CallSite call, int index, int appId, int partition, string server)
    {
        if (appId != AppId || partition != index)
            throw new UnintelligibleAnswerException(call, $"{call.Prefix} answered {call.Method} for {new Gpid(appId, partition)} by {Printable.Of(server)}.");
    }

    private static RefusedByClusterException Failed(CallSite call, int code) =>
        new(call, RocksDbCodes.Name(code), $"{call.Prefix} could not do {call.Method} ({RocksDbCodes.Name(code)}); look at the server's log.");

    private CallSite Site(string method, int index, Server? primary) =>
        new(method, $"replica server {primary}", primary?.Name, $"partition {new Gpid(AppId, index)} of {Name}");
}
