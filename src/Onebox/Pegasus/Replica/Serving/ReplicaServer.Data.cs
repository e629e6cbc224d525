using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Partition;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>The data path: a request with an app id in its header goes to that replica, whatever its name.</summary>
internal sealed partial class ReplicaServer
{
    private RpcHandler? Route(RpcCall call) => call.Gpid.AppId > 0 ? OnDataAsync : null;

    private ValueTask<RpcAnswer> OnDataAsync(RpcCall call)
    {
        if (Find(call.Gpid) is not { } replica) return new ValueTask<RpcAnswer>(Refused(call, ErrorCode.ObjectNotFound));
        return call.Name switch
        {
            InnerRpc.Put => WriteAsync(call, replica, call.Read<UpdateRequest>()),
            InnerRpc.Remove => WriteAsync(call, replica, null),
            InnerRpc.Get => new ValueTask<RpcAnswer>(Read(call, replica)),
            _ => new ValueTask<RpcAnswer>(RpcAnswer.Failed(ErrorCode.HandlerNotFound)),
        };
    }

    private async ValueTask<RpcAnswer> WriteAsync(RpcCall call, PartitionReplica replica, UpdateRequest? put)
    {
        var key = put?.Key ?? call.ReadBlob();
        if (replica.Status == PartitionStatus.Primary && !KeyMatches(call, key, out var refusal)) return Refused(call, refusal);
        if (Options.PutLatency > TimeSpan.Zero) await Task.Delay(Options.PutLatency, Time, call.Cancellation);
        var write = new ClientWrite(put is null ? MutationKind.Remove : MutationKind.Put, key, put?.Value ?? default, put?.ExpireTimestamp ?? 0);
        replica.OnWrite(write);
        var outcome = await write.Outcome.WaitAsync(call.Cancellation);
        if (!outcome.Error.IsOk) return Refused(call, outcome.Error);
        Interlocked.Increment(ref _writes);
        return RpcAnswer.Of(new UpdateResponse
        {
            AppId = call.Gpid.AppId,
            PartitionIndex = call.Gpid.PartitionIndex,
            Decree = outcome.Decree,
            Server = Self.Ip.ToString(),
        });
    }

    private RpcAnswer Read(RpcCall call, PartitionReplica replica)
    {
        var error = replica.OnRead(call.ReadBlob(), call.Frame.Header.IsBackupRequest, out var value);
        if (!error.IsOk) return Refused(call, error);
        Interlocked.Increment(ref _reads);
        return RpcAnswer.Of(new ReadResponse
        {
            Error = value is null ? ReadResponse.NotFound : 0,
            Value = value,
            AppId = call.Gpid.AppId,
            PartitionIndex = call.Gpid.PartitionIndex,
            Server = Self.Ip.ToString(),
        });
    }

    /// <summary>Upstream's <c>request_key_check</c>: a client's wrong hash ends the process.</summary>
    private bool KeyMatches(RpcCall call, ReadOnlyMemory<byte> key, out ErrorCode refusal)
    {
        refusal = default;
        var header = call.Frame.Header;
        if (header.PartitionHash == 0) return true;
        var reason = PartitionHash.OfKey(key.Span) is not { } hash ? "malformed key"
            : hash != header.PartitionHash ? $"inconsistent partition hash: {header.PartitionHash:x16} vs {hash:x16}"
            : header.ThreadHash != call.Gpid.ThreadHash ? $"inconsistent thread hash: {header.ThreadHash} vs {call.Gpid.ThreadHash}"
            : null;
        if (reason is null) return true;
        if (Options.AbortOnWrongHash) Abort($"{call.Gpid}@{Self}: {reason}");
        refusal = ErrorCode.InvalidParameters;
        return false;
    }

    private RpcAnswer Refused(RpcCall call, ErrorCode error)
    {
        if (call.Name == InnerRpc.Get) Interlocked.Increment(ref _readsFailed);
        else Interlocked.Increment(ref _writesFailed);
        return RpcAnswer.Failed(error);
    }
}
