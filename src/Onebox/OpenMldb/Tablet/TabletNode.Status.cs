using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// What the tablet says about its tables.
internal sealed partial class TabletNode
{
    private GetTableStatusResponse GetTableStatus(GetTableStatusRequest request) => new()
    {
        Code = ReturnCode.Ok,
        AllTableStatus = [.. Snapshot()
            .Where(each => (request.Tid is null || request.Tid == each.Tid) && (request.Pid is null || request.Pid == each.Pid))
            .Select(Status)],
    };

    private static TableStatus Status(Partition partition)
    {
        lock (partition.Gate)
        {
            var table = partition.Table;
            return new TableStatus
            {
                Tid = partition.Tid,
                Pid = partition.Pid,
                Offset = partition.Offset,
                Mode = partition.IsLeader ? TableMode.TableLeader : TableMode.TableFollower,
                State = partition.State,
                IsExpire = true,
                RecordCnt = table.RecordCount,
                IdxCnt = table.Indexes.Aggregate(0UL, (sum, index) => sum + Sum(index.SegmentCounts)),
                TsIdxStatus = [.. table.Indexes.Select(index => new TsIdxStatus { IdxName = index.Name, SegCnts = [.. index.SegmentCounts] })],
                Name = partition.Name,
                RecordByteSize = table.RecordBytes,
                RecordIdxByteSize = (ulong)table.Indexes.Sum(index => index.KeyCount) * 200,
                RecordPkCnt = (ulong)table.Indexes.Sum(index => index.KeyCount),
                CompressType = partition.Meta.CompressType ?? CompressType.NoCompress,
                SkiplistHeight = partition.Meta.KeyEntryMaxHeight ?? 1,
                Diskused = (ulong)partition.Log.DiskBytes,
                StorageMode = partition.Meta.StorageMode ?? StorageMode.Memory,
            };
        }
    }

    private static ulong Sum(IEnumerable<ulong> counts) => counts.Aggregate(0UL, (sum, each) => sum + each);

    private GetTableSchemaResponse GetTableSchema(PartitionRequest request)
        => Find(request.Tid, request.Pid) is { } partition
            ? Reply.With(new GetTableSchemaResponse { TableMeta = partition.Meta }, ReturnCode.Ok, "ok")
            : Reply.With(new GetTableSchemaResponse(), ReturnCode.TableIsNotExist, "table does not exist");

    private GetTableFollowerResponse GetTableFollower(PartitionRequest request)
    {
        var reply = new GetTableFollowerResponse();
        if (Find(request.Tid, request.Pid) is not { } partition)
        {
            return Reply.With(reply, ReturnCode.TableIsNotExist, "table does not exist");
        }

        lock (partition.Gate)
        {
            if (!partition.IsLeader)
            {
                return Reply.With(reply, ReturnCode.TableIsFollower, "table is follower");
            }

            reply.Offset = partition.Offset;
            if (partition.Links.Count == 0)
            {
                return Reply.With(reply, ReturnCode.NoFollower, "has no follower");
            }

            reply.FollowerInfo.AddRange(partition.Links.Select(each => new FollowerInfo { Endpoint = each.Key, Offset = each.Value.LastSynced }));
            return Reply.With(reply, ReturnCode.Ok, "ok");
        }
    }

    private GetTermPairResponse GetTermPair(StoredPartitionRequest request)
    {
        if (Find(request.Tid, request.Pid) is { } partition)
        {
            lock (partition.Gate)
            {
                return new GetTermPairResponse
                {
                    Code = ReturnCode.Ok, Msg = "ok", Term = partition.Term, Offset = partition.Offset, HasTable = true, IsLeader = partition.IsLeader,
                };
            }
        }

        var folder = _roots.Folder(request.Tid ?? 0, request.Pid ?? 0);
        var manifest = folder.ReadManifest() is { } found && folder.HasSnapshot(found) ? found : null;
        return new GetTermPairResponse
        {
            Code = ReturnCode.Ok, Msg = "table does not exist", HasTable = false, Term = manifest?.Term ?? 0, Offset = manifest?.Offset ?? 0,
        };
    }

    private GetManifestResponse GetManifest(StoredPartitionRequest request)
    {
        var manifest = _roots.Folder(request.Tid ?? 0, request.Pid ?? 0).ReadManifest();
        return Reply.With(new GetManifestResponse { Manifest = manifest ?? new Manifest { Offset = 0 } }, ReturnCode.Ok, "ok");
    }
}
