using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client.Wire;

internal sealed class GetTableStatusResponse : GeneralResponse
{
    public List<TableStatusWire>? AllTableStatus { get; set; }
}

internal sealed class TableStatusWire
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public ulong? Offset { get; set; }
    public TableMode Mode { get; set; } = TableMode.Unknown;
    public TableState State { get; set; } = TableState.Unknown;
    public ulong? RecordCnt { get; set; }
    public string? Name { get; set; }
    public ulong? RecordByteSize { get; set; }
    public ulong? Diskused { get; set; }
    public StorageMode StorageMode { get; set; } = StorageMode.Memory;
}

internal sealed class GetTableFollowerResponse : GeneralResponse
{
    public ulong? Offset { get; set; }
    public List<FollowerInfoWire>? FollowerInfo { get; set; }
}

internal sealed class FollowerInfoWire
{
    public Endpoint? Endpoint { get; set; }
    public ulong? Offset { get; set; }
}

internal sealed class GetManifestResponse : GeneralResponse
{
    public ManifestWire? Manifest { get; set; }
}

internal sealed class ManifestWire
{
    public ulong Offset { get; set; }
    public string? Name { get; set; }
    public ulong Count { get; set; }
    public ulong Term { get; set; }
}

internal sealed class GetTermPairResponse : GeneralResponse
{
    public ulong? Term { get; set; }
    public ulong? Offset { get; set; }
    public bool? HasTable { get; set; }
    public bool? IsLeader { get; set; }
}

internal sealed class CountResponse : GeneralResponse
{
    public ulong? Count { get; set; }
}

internal sealed class GetResponse : GeneralResponse
{
    public string? Key { get; set; }
    public ulong? Ts { get; set; }
    public byte[]? Value { get; set; }
}
