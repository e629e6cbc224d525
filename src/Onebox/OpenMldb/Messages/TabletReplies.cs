// Replies about tables on a tablet, src/proto/tablet.proto.
namespace Nightshift.Onebox.OpenMldb.Messages;

[Proto("openmldb.api")]
internal sealed class TsIdxStatus
{
    public string? IdxName { get; set; }
    public List<ulong> SegCnts { get; set; } = [];
}

[Proto("openmldb.api")]
internal sealed class TableStatus
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public ulong? Offset { get; set; }
    public TableMode? Mode { get; set; }
    public TableState? State { get; set; }
    public bool? IsExpire { get; set; }
    public long? TimeOffset { get; set; }
    public ulong? RecordCnt { get; set; }
    public ulong? IdxCnt { get; set; }
    public List<TsIdxStatus> TsIdxStatus { get; set; } = [];
    public string? Name { get; set; }
    public ulong? RecordByteSize { get; set; }
    public ulong? RecordIdxByteSize { get; set; }
    public ulong? RecordPkCnt { get; set; }
    public CompressType? CompressType { get; set; }
    public uint? SkiplistHeight { get; set; }
    public ulong? Diskused { get; set; }
    public StorageMode? StorageMode { get; set; }
    public string? SnapshotPath { get; set; }
    public string? BinlogPath { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetTableStatusResponse : IReply
{
    public List<TableStatus> AllTableStatus { get; set; } = [];
    public int? Code { get; set; }
    public string? Msg { get; set; }
}

[Proto("openmldb.api")]
internal sealed class FollowerInfo
{
    public string? Endpoint { get; set; }
    public ulong? Offset { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetTableFollowerResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public ulong? Offset { get; set; }
    public List<FollowerInfo> FollowerInfo { get; set; } = [];
}

[Proto("openmldb.api")]
internal sealed class Manifest
{
    public ulong? Offset { get; set; }
    public string? Name { get; set; }
    public ulong? Count { get; set; }
    public ulong? Term { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetManifestResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public Manifest? Manifest { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetTermPairResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public ulong? Term { get; set; }
    public ulong? Offset { get; set; }
    public bool? HasTable { get; set; }
    public bool? IsLeader { get; set; }
}

[Proto("openmldb.api")]
internal sealed class TaskStatusResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public List<TaskInfo> Task { get; set; } = [];
}

[Proto("openmldb.api")]
internal sealed class GetTableSchemaResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public TableMeta? TableMeta { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetCatalogResponse : IReply
{
    public CatalogInfo? Catalog { get; set; }
    public int? Code { get; set; }
    public string? Msg { get; set; }
}
