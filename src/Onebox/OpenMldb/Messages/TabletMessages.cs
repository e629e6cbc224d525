// Administration of tables on a tablet, src/proto/tablet.proto.
namespace Nightshift.Onebox.OpenMldb.Messages;

[Proto("openmldb.api")]
internal sealed class TableMeta
{
    public int? Tid { get; set; }
    public string? Name { get; set; }
    public int? Pid { get; set; }
    public int? SegCnt { get; set; }
    public List<string> Replicas { get; set; } = [];
    public TableMode? Mode { get; set; }
    public ulong? Term { get; set; }
    public CompressType? CompressType { get; set; }
    public uint? KeyEntryMaxHeight { get; set; }
    public List<ColumnDesc> ColumnDesc { get; set; } = [];
    public List<ColumnKey> ColumnKey { get; set; } = [];
    public List<ColumnDesc> AddedColumnDesc { get; set; } = [];
    public uint? FormatVersion { get; set; }
    public string? Db { get; set; }
    public List<VersionPair> SchemaVersions { get; set; } = [];
    public List<CatalogPartition> TablePartition { get; set; } = [];
    public StorageMode? StorageMode { get; set; }
    public uint? BaseTableTid { get; set; }
}

[Proto("openmldb.api")]
internal sealed class CreateTableRequest
{
    public TableMeta? TableMeta { get; set; }
}

[Proto("openmldb.api")]
internal sealed class LoadTableRequest
{
    public TableMeta? TableMeta { get; set; }
    public TaskInfo? TaskInfo { get; set; }
}

[Proto("openmldb.api")]
internal sealed class DropTableRequest
{
    public int? Tid { get; set; }
    public int? Pid { get; set; }
    public TaskInfo? TaskInfo { get; set; }
}

/// <summary><c>openmldb.api.GeneralRequest</c>: MakeSnapshot, PauseSnapshot, RecoverSnapshot, DeleteBinlog.</summary>
[Proto("openmldb.api", "GeneralRequest")]
internal sealed class SnapshotRequest
{
    [RequiredField] public int? Tid { get; set; }
    [RequiredField] public int? Pid { get; set; }
    public TaskInfo? TaskInfo { get; set; }
    public ulong? Offset { get; set; }
    public StorageMode? StorageMode { get; set; }
}

[Proto("openmldb.api")]
internal sealed class ReplicaRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public string? Endpoint { get; set; }
    public TaskInfo? TaskInfo { get; set; }
    public uint? RemoteTid { get; set; }
}

[Proto("openmldb.api")]
internal sealed class ChangeRoleRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public ulong? Term { get; set; }
    public TableMode? Mode { get; set; }
    public List<string> Replicas { get; set; } = [];
    public List<EndpointAndTid> EndpointTid { get; set; } = [];
}

[Proto("openmldb.api")]
internal sealed class SendSnapshotRequest
{
    [RequiredField] public uint? Tid { get; set; }
    [RequiredField] public uint? Pid { get; set; }
    [RequiredField] public string? Endpoint { get; set; }
    public TaskInfo? TaskInfo { get; set; }
    public uint? RemoteTid { get; set; }
}

[Proto("openmldb.api")]
internal sealed class SendDataRequest
{
    [RequiredField] public uint? Tid { get; set; }
    [RequiredField] public uint? Pid { get; set; }
    [RequiredField] public string? FileName { get; set; }
    [RequiredField] public ulong? BlockId { get; set; }
    public uint? BlockSize { get; set; }
    public bool? Eof { get; set; }
    public string? DirName { get; set; }
    public StorageMode? StorageMode { get; set; }

    /// <summary>The block. Upstream sends it as the attachment of its binary protocol, which HTTP does not have.</summary>
    public byte[]? Data { get; set; }
}

[Proto("openmldb.api")]
internal sealed class CheckFileRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public string? File { get; set; }
    public ulong? Size { get; set; }
    public string? DirName { get; set; }
    public StorageMode? StorageMode { get; set; }
}

/// <summary>A partition and nothing more: GetTableFollower, GetTableSchema, TruncateTable, ExecuteGc.</summary>
[Proto("openmldb.api")]
internal sealed class PartitionRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
}

/// <summary>GetTermPair and GetManifest.</summary>
[Proto("openmldb.api")]
internal sealed class StoredPartitionRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public StorageMode? StorageMode { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetTableStatusRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public bool? NeedSchema { get; set; }
}

[Proto("openmldb.api")]
internal sealed class DeleteTaskRequest
{
    public List<ulong> OpId { get; set; } = [];
}

[Proto("openmldb.api")]
internal sealed class CancelOPRequest
{
    public ulong? OpId { get; set; }
}

/// <summary>Any request of the tablet whose fields do not matter here.</summary>
[Proto("openmldb.api")]
internal sealed class EmptyRequest;
