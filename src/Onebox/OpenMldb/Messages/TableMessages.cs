// Table metadata of src/proto/name_server.proto.
namespace Nightshift.Onebox.OpenMldb.Messages;

[Proto("openmldb.nameserver")]
internal sealed class PartitionMeta
{
    [RequiredField] public string? Endpoint { get; set; }
    [RequiredField] public bool? IsLeader { get; set; }
    public bool? IsAlive { get; set; }
    public ulong? Offset { get; set; }
    public ulong? RecordCnt { get; set; }
    public ulong? RecordByteSize { get; set; }
    public bool? TabletHasPartition { get; set; }
    public ulong? Diskused { get; set; }
    public uint? RemoteTid { get; set; }
    public string? Alias { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class TermPair
{
    [RequiredField] public ulong? Term { get; set; }
    [RequiredField] public ulong? Offset { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class TablePartition
{
    [RequiredField] public uint? Pid { get; set; }
    public List<PartitionMeta> PartitionMeta { get; set; } = [];
    public List<TermPair> TermOffset { get; set; } = [];
    public ulong? RecordCnt { get; set; }
    public ulong? RecordByteSize { get; set; }
    public ulong? Diskused { get; set; }
    public List<PartitionMeta> RemotePartitionMeta { get; set; } = [];
}

[Proto("openmldb.nameserver")]
internal sealed class OfflineTableInfo
{
    [RequiredField] public string? Path { get; set; }
    [RequiredField] public string? Format { get; set; }
    public bool? DeepCopy { get; set; }
    public List<string> SymbolicPaths { get; set; } = [];
    public Dictionary<string, string> Options { get; set; } = [];
}

[Proto("openmldb.nameserver")]
internal sealed class TableInfo
{
    public string? Name { get; set; }
    public uint? SegCnt { get; set; }
    public List<TablePartition> TablePartition { get; set; } = [];
    public uint? Tid { get; set; }
    public uint? PartitionNum { get; set; }
    public uint? ReplicaNum { get; set; }
    public CompressType? CompressType { get; set; }
    public uint? KeyEntryMaxHeight { get; set; }
    public List<ColumnDesc> ColumnDesc { get; set; } = [];
    public List<ColumnKey> ColumnKey { get; set; } = [];
    public List<ColumnDesc> AddedColumnDesc { get; set; } = [];
    public uint? FormatVersion { get; set; }
    public string? Db { get; set; }
    public List<string> PartitionKey { get; set; } = [];
    public List<VersionPair> SchemaVersions { get; set; } = [];
    public OfflineTableInfo? OfflineTableInfo { get; set; }
    public StorageMode? StorageMode { get; set; }
    public uint? BaseTableTid { get; set; }
}
