using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client;

/// <summary>
/// One replica as the nameserver records it (PartitionMeta). The numbers are refreshed every 2 s from healthy tablets and keep their last value
/// otherwise; they are absent before the first poll. Kept small: a large cluster has hundreds of thousands.
/// </summary>
public readonly struct Replica : IEquatable<Replica>
{
    private const ulong Absent = ulong.MaxValue;
    private readonly ulong _offset;
    private readonly ulong _records;
    private readonly ulong _recordBytes;

    public Replica(
        Endpoint endpoint, bool isLeader, bool isAlive = true, ulong? offset = null, ulong? records = null, ulong? recordBytes = null, bool tabletHasPartition = true)
    {
        Endpoint = endpoint;
        IsLeader = isLeader;
        IsAlive = isAlive;
        TabletHasPartition = tabletHasPartition;
        _offset = offset ?? Absent;
        _records = records ?? Absent;
        _recordBytes = recordBytes ?? Absent;
    }

    public Endpoint Endpoint { get; }

    /// <summary>Leads, or led before the last change and was not recovered since.</summary>
    public bool IsLeader { get; }

    /// <summary>The nameserver's flag; a dead tablet's replicas stay alive here while auto_failover is off.</summary>
    public bool IsAlive { get; }

    /// <summary>False when the tablet answered without this partition.</summary>
    public bool TabletHasPartition { get; }

    /// <summary>Binlog offset up to 2 s ago; null before the first poll.</summary>
    public ulong? Offset => Optional(_offset);

    public ulong? Records => Optional(_records);

    public ulong? RecordBytes => Optional(_recordBytes);

    public bool IsEffectiveLeader => IsLeader && IsAlive;

    public static bool operator ==(Replica left, Replica right) => left.Equals(right);

    public static bool operator !=(Replica left, Replica right) => !left.Equals(right);

    public bool Equals(Replica other) =>
        Endpoint == other.Endpoint && IsLeader == other.IsLeader && IsAlive == other.IsAlive && TabletHasPartition == other.TabletHasPartition
        && _offset == other._offset && _records == other._records && _recordBytes == other._recordBytes;

    public override bool Equals(object? obj) => obj is Replica other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Endpoint, IsLeader, IsAlive, _offset);

    public override string ToString() =>
        $"{Endpoint} {(IsLeader ? "leader" : "follower")}, {(IsAlive ? "alive" : "not alive")}, offset {Offset?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}";

    private static ulong? Optional(ulong value) => value == Absent ? null : value;
}
