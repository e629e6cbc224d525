using System.Buffers.Binary;
using System.Text;
using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Storage;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// Reading and writing records. A put is answered when it is in the leader's log; nobody waits for followers.
internal sealed partial class TabletNode
{
    private GeneralResponse Put(PutRequest request)
    {
        var partition = Find(request.Tid, request.Pid);
        if (Refusal(partition, leaderOnly: true) is { } refusal)
        {
            return Reply.With(refusal.Code, refusal.Msg);
        }

        if (IsFull(partition!))
        {
            return Reply.With(ReturnCode.ExceedMaxMemory, "exceed max memory");
        }

        lock (partition!.Gate)
        {
            if (Refusal(partition, leaderOnly: true) is { } late)
            {
                return Reply.With(late.Code, late.Msg);
            }

            if (request.Dimensions.Any(each => !(each.Idx < partition.Table.Indexes.Count) || string.IsNullOrEmpty(each.Key)))
            {
                return Reply.With(ReturnCode.InvalidDimensionParameter, "invalid dimension parameter");
            }

            if (request.PutIfAbsent == true && Exists(partition, request))
            {
                return Reply.With(ReturnCode.Ok, "exists but ignore");
            }

            partition.Append(new LogRecord
            {
                Offset = partition.Offset + 1,
                Term = partition.Term,
                Time = request.Time ?? 0,
                Value = request.Value ?? [],
                Dimensions = request.Dimensions,
            });
            partition.Notify();
        }

        return new GeneralResponse { Code = ReturnCode.Ok };
    }

    private static bool Exists(Partition partition, PutRequest request)
        => request.Dimensions.Any(each => partition.Table.Indexes[(int)each.Idx!.Value].Of(each.Key!)
            .Any(record => record.Time == request.Time && record.Value.AsSpan().SequenceEqual(request.Value)));

    private bool IsFull(Partition partition)
    {
        if (_node.Faults.Strike(FaultKind.FullMemory, $"{partition.Tid}/{partition.Pid}", partition.Name) is not null)
        {
            return true;
        }

        var limit = _node.Flags.MaxMemoryMb;
        return limit > 0 && Snapshot().Aggregate(0UL, (sum, each) => sum + each.Table.RecordBytes) / (1024 * 1024) > limit;
    }

    private GeneralResponse Delete(DeleteRequest request)
    {
        var partition = Find(request.Tid, request.Pid);
        if (Refusal(partition, leaderOnly: true) is { } refusal)
        {
            return Reply.With(refusal.Code, refusal.Msg);
        }

        lock (partition!.Gate)
        {
            var position = partition.Table.Indexes.ToList().FindIndex(each => each.Name == request.IdxName);
            if (request.Dimensions.Count == 0 && position < 0 && !string.IsNullOrEmpty(request.IdxName))
            {
                return Reply.With(ReturnCode.IdxNameNotFound, "idx name not found");
            }

            partition.Append(new LogRecord
            {
                Offset = partition.Offset + 1,
                Term = partition.Term,
                Time = (long)(request.Ts ?? 0),
                Value = [],
                Method = MethodType.Delete,
                Dimensions = request.Dimensions.Count > 0
                    ? request.Dimensions
                    : [new Dimension { Key = request.Key, Idx = (uint)Math.Max(0, position) }],
            });
            partition.Notify();
        }

        return Reply.Ok();
    }

    private GetResponse Get(GetRequest request)
    {
        var partition = Find(request.Tid, request.Pid);
        if (Refusal(partition, leaderOnly: false) is { } refusal)
        {
            return Reply.With(new GetResponse(), refusal.Code, refusal.Msg);
        }

        lock (partition!.Gate)
        {
            if (partition.Table.Index(request.IdxName) is not { } index)
            {
                return Reply.With(new GetResponse(), ReturnCode.IdxNameNotFound, "idx name not found");
            }

            var found = index.Of(request.Key ?? string.Empty).LastOrDefault(record => IsSought(record.Time, request));
            return found is null
                ? Reply.With(new GetResponse { Value = [], Ts = 0 }, ReturnCode.KeyNotFound, "key not found")
                : new GetResponse { Code = ReturnCode.Ok, Msg = "ok", Ts = (ulong)found.Time, Value = found.Value };
        }
    }

    private static bool IsSought(long time, GetRequest request) => request.Ts is null or 0 || request.Type switch
    {
        SeekType.SubKeyLt => time < (long)request.Ts,
        SeekType.SubKeyLe => time <= (long)request.Ts,
        SeekType.SubKeyGt => time > (long)request.Ts,
        SeekType.SubKeyGe => time >= (long)request.Ts,
        _ => time == (long)request.Ts,
    };

    private CountResponse Count(CountRequest request)
    {
        var partition = Find(request.Tid, request.Pid);
        if (Refusal(partition, leaderOnly: false) is { } refusal)
        {
            return Reply.With(new CountResponse(), refusal.Code, refusal.Msg);
        }

        lock (partition!.Gate)
        {
            return partition.Table.Index(request.IdxName) is { } index
                ? Reply.With(new CountResponse { Count = (uint)index.Of(request.Key ?? string.Empty).Count }, ReturnCode.Ok, "ok")
                : Reply.With(new CountResponse(), ReturnCode.IdxNameNotFound, "idx name not found");
        }
    }

    /// <summary>All records of the partition in key order from a key on. Each pair: u32 value length + 8 + key length, u32 key length, u64 time,
    /// key, value (<c>EncodeFull</c>).</summary>
    private TraverseResponse Traverse(TraverseRequest request)
    {
        var partition = Find(request.Tid, request.Pid);
        if (Refusal(partition, leaderOnly: false) is { } refusal)
        {
            return Reply.With(new TraverseResponse(), refusal.Code, refusal.Msg);
        }

        lock (partition!.Gate)
        {
            if (partition.Table.Index(request.IdxName) is not { } index)
            {
                return Reply.With(new TraverseResponse(), ReturnCode.IdxNameNotFound, "idx name not found");
            }

            var rest = index.Keys
                .Where(key => request.Pk is null || string.CompareOrdinal(key, request.Pk) >= 0)
                .SelectMany(key => index.Of(key).Reverse().Select(record => (Key: key, Record: record)))
                .Where(each => each.Key != request.Pk || request.Ts is null or 0 || each.Record.Time < (long)request.Ts);
            var limit = (int)(request.Limit ?? 100);
            var page = rest.Take(limit + 1).ToArray();
            var shown = page.Take(limit).ToArray();
            return new TraverseResponse
            {
                Code = ReturnCode.Ok,
                Count = (uint)shown.Length,
                IsFinish = page.Length <= limit,
                Pk = shown.Length > 0 ? shown[^1].Key : null,
                Ts = shown.Length > 0 ? (ulong)shown[^1].Record.Time : null,
                Pairs = [.. shown.SelectMany(each => EncodePair(each.Key, each.Record))],
            };
        }
    }

    private static byte[] EncodePair(string key, LogRecord record)
    {
        var name = Encoding.UTF8.GetBytes(key);
        var bytes = new byte[4 + 4 + 8 + name.Length + record.Value.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)record.Value.Length + 8);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (ulong)record.Time);
        name.CopyTo(bytes.AsSpan(16));
        record.Value.CopyTo(bytes.AsSpan(16 + name.Length));
        return bytes;
    }
}
