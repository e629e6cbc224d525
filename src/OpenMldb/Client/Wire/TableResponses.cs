namespace Nightshift.OpenMldb.Client.Wire;

internal sealed class ShowTableResponse : GeneralResponse
{
    public List<TableInfoWire>? TableInfo { get; set; }
}

internal sealed class TableInfoWire
{
    public string? Name { get; set; }
    public uint SegCnt { get; set; } = 8;
    public List<TablePartition>? TablePartition { get; set; }
    public uint? Tid { get; set; }
    public uint? PartitionNum { get; set; }
    public uint? ReplicaNum { get; set; }
    public List<ColumnDescWire>? ColumnDesc { get; set; }
    public List<ColumnDescWire>? AddedColumnDesc { get; set; }
    public List<ColumnKeyWire>? ColumnKey { get; set; }
    public string? Db { get; set; }
    public StorageMode StorageMode { get; set; } = StorageMode.Memory;
}

internal sealed class ColumnDescWire
{
    public string? Name { get; set; }
    public string? DataType { get; set; }
    public bool NotNull { get; set; }
}

internal sealed class ColumnKeyWire
{
    public string? IndexName { get; set; }
    public List<string>? ColName { get; set; }
    public string? TsName { get; set; }
    public TtlWire? Ttl { get; set; }
}

internal sealed class TtlWire
{
    public string? TtlType { get; set; }
    public ulong AbsTtl { get; set; }
    public ulong LatTtl { get; set; }
}
