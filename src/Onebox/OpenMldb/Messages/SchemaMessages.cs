// openmldb.common of src/proto/common.proto: what describes a table's columns and indexes.
namespace Nightshift.Onebox.OpenMldb.Messages;

[Proto("openmldb.common")]
internal sealed class TableColumnSchema
{
    public string? Name { get; set; }
    public DataType? Type { get; set; }
    public List<TableColumnSchema> TypeFields { get; set; } = [];
    public bool? NotNull { get; set; }
}

[Proto("openmldb.common")]
internal sealed class ColumnDesc
{
    [RequiredField] public string? Name { get; set; }
    public DataType? DataType { get; set; }
    public bool? NotNull { get; set; }
    public bool? IsConstant { get; set; }
    public string? DefaultValue { get; set; }
    public TableColumnSchema? Schema { get; set; }
}

[Proto("openmldb.common", "TTLSt")]
internal sealed class Ttl
{
    public TtlType? TtlType { get; set; }
    public ulong? AbsTtl { get; set; }
    public ulong? LatTtl { get; set; }
}

[Proto("openmldb.common")]
internal sealed class ColumnKey
{
    public string? IndexName { get; set; }
    public List<string> ColName { get; set; } = [];
    public string? TsName { get; set; }
    public uint? Flag { get; set; }
    public Ttl? Ttl { get; set; }
    public IndexType? Type { get; set; }
}

[Proto("openmldb.common")]
internal sealed class VersionPair
{
    public int? Id { get; set; }
    public int? FieldCount { get; set; }
}

[Proto("openmldb.common")]
internal sealed class EndpointAndTid
{
    public string? Endpoint { get; set; }
    public uint? Tid { get; set; }
}

[Proto("openmldb.common", "PartitionMeta")]
internal sealed class CatalogPartitionMeta
{
    public string? Endpoint { get; set; }
    public bool? IsLeader { get; set; }
    public bool? IsAlive { get; set; }
}

[Proto("openmldb.common", "TablePartition")]
internal sealed class CatalogPartition
{
    public uint? Pid { get; set; }
    public List<CatalogPartitionMeta> PartitionMeta { get; set; } = [];
}

[Proto("openmldb.common")]
internal sealed class CatalogInfo
{
    public ulong? Version { get; set; }
    public string? Endpoint { get; set; }
}
