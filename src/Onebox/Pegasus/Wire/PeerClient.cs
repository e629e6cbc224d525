using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>
/// Calls from server to server: one connection to each, many calls in flight, sent in the order in which they were made. A broken
/// connection fails what waits on it at once, and the next call opens a new one.
/// </summary>
internal sealed class PeerClient(WireGeneration generation, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<IPEndPoint, PeerConnection> _connections = new();
    private bool _disposed;

    /// <summary>Calls and waits for the answer, whatever its kind; never throws but for cancellation.</summary>
    public async Task<PeerReply<TResponse>> CallAsync<TRequest, TResponse>(
        RpcAddress peer, string rpc, TRequest request, TimeSpan timeout, CancellationToken cancellationToken, Gpid gpid = default)
        where TRequest : class, IThriftStruct, new()
        where TResponse : class, IThriftStruct, new()
    {
        var meta = new RequestMeta { AppId = gpid.AppId, PartitionIndex = gpid.PartitionIndex, TimeoutMs = (int)timeout.TotalMilliseconds };
        var reply = await CallAsync(peer, rpc, meta, fields => fields.Struct(1, request), timeout, cancellationToken);
        if (!reply.Error.IsOk)
        {
            return new PeerReply<TResponse>(reply.Error, null);
        }

        try
        {
            return new PeerReply<TResponse>(ErrorCode.Ok, Result<TResponse>(reply));
        }
        catch (ThriftException error)
        {
            log.PeerCallFailed(rpc, peer.ToEndPoint(), error.Message);
            return new PeerReply<TResponse>(ErrorCode.InvalidData, null);
        }
    }

    /// <summary>The answer as a frame; with <c>ERR_TIMEOUT</c> or <c>ERR_NETWORK_FAILURE</c> in it when none came.</summary>
    /// <param name="arguments">Writes the request as field 1.</param>
    public async Task<ReplyFrame> CallAsync(
        RpcAddress peer, string rpc, RequestMeta meta, Action<FieldWriter> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!peer.IsValid || _disposed)
        {
            return new ReplyFrame(ErrorCode.NetworkFailure, rpc, 0, default);
        }

        var connection = Connection(peer.ToEndPoint());
        var (seqId, answered) = connection.Send(seqId => RequestFrame.Write(meta, rpc, seqId, oneWay: false, generation, arguments));
        try
        {
            var reply = await answered.WaitAsync(timeout, time, cancellationToken);
            return reply;
        }
        catch (TimeoutException)
        {
            connection.Forget(seqId);
            log.PeerCallFailed(rpc, peer.ToEndPoint(), ErrorCode.Timeout.Name);
            return new ReplyFrame(ErrorCode.Timeout, rpc, seqId, default);
        }
        catch (OperationCanceledException)
        {
            connection.Forget(seqId);
            throw;
        }
    }

    /// <summary>Sends without waiting: lost without a word if the peer is not there.</summary>
    public void Send<TRequest>(RpcAddress peer, string rpc, TRequest request, Gpid gpid = default)
        where TRequest : class, IThriftStruct, new()
    {
        if (!peer.IsValid || _disposed)
        {
            return;
        }

        var meta = new RequestMeta { AppId = gpid.AppId, PartitionIndex = gpid.PartitionIndex };
        Connection(peer.ToEndPoint()).Post(RequestFrame.Write(meta, rpc, 0, oneWay: true, generation, fields => fields.Struct(1, request)));
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        foreach (var peer in _connections.Keys)
        {
            if (_connections.TryRemove(peer, out var connection))
            {
                await connection.DisposeAsync();
            }
        }
    }

    private TResponse Result<TResponse>(ReplyFrame reply)
        where TResponse : class, IThriftStruct, new()
    {
        var reader = new ThriftReader(reply.Result);
        if (reader.Type() != ThriftType.Struct || reader.I16() != 0)
        {
            throw new ThriftException("no result");
        }

        var result = new FieldReader(reader, generation, tolerant: true).Read<TResponse>();
        if (reader.Type() != ThriftType.Stop)
        {
            throw new ThriftException("more than one result");
        }

        reader.End();
        return result;
    }

    private PeerConnection Connection(IPEndPoint peer)
    {
        while (true)
        {
            var connection = _connections.GetOrAdd(peer, endpoint => new PeerConnection(endpoint));
            if (!connection.IsBroken)
            {
                return connection;
            }

            if (_connections.TryRemove(KeyValuePair.Create(peer, connection)))
            {
                _ = connection.DisposeAsync().AsTask();
            }
        }
    }
}
