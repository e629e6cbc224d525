// Enums of src/proto/{tablet,common,type}.proto. On the wire every name has the prefix "k".
namespace Nightshift.Onebox.OpenMldb.Messages;

internal enum TableMode
{
    TableLeader = 1,
    TableFollower = 2,
}

internal enum TableState
{
    TableUndefined = 0,
    TableNormal = 1,
    TableLoading = 2,
    MakingSnapshot = 3,
    SnapshotPaused = 4,
}

internal enum SeekType
{
    SubKeyEq = 1,
    SubKeyLt = 2,
    SubKeyLe = 3,
    SubKeyGt = 4,
    SubKeyGe = 5,
}

internal enum WorkStatus
{
    Inited = 1,
    Doing = 2,
    Done = 3,
    Failed = 4,
    Canceled = 5,
}

internal enum StorageMode
{
    Unknown = 0,
    Memory = 1,
    SSD = 2,
    HDD = 3,
}

internal enum CompressType
{
    NoCompress = 0,
    Snappy = 1,
}

internal enum TtlType
{
    AbsoluteTime = 1,
    RelativeTime = 2,
    LatestTime = 3,
    AbsAndLat = 4,
    AbsOrLat = 5,
}

internal enum IndexType
{
    Covering = 0,
    Clustered = 1,
    Secondary = 2,
}

internal enum DataType
{
    Bool = 1,
    SmallInt = 2,
    Int = 3,
    BigInt = 4,
    Float = 5,
    Double = 6,
    Date = 7,
    Timestamp = 8,
    Varchar = 13,
    String = 14,
    Array = 15,
    Map = 16,
}

internal enum MethodType
{
    Put = 1,
    Delete = 2,
}

internal enum EndpointState
{
    Offline = 1,
    Healthy = 2,
}
