using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>One replica of one partition.</summary>
internal sealed record ReplicaRef(PartitionId Partition, TidPid TidPid, StorageMode StorageMode, Endpoint Tablet)
{
    /// <summary>
    /// The newest recorded term at which this run knows its log to have been the beginning of the leader's. A copy that is loaded as follower forgets its
    /// term, and one that led again after a leader change that failed has a term that was never recorded.
    /// </summary>
    public ulong? KnownTerm { get; init; }

    public override string ToString() => $"{Partition} on {Tablet}";
}

/// <summary>A replica that was taken out of service, as it was just before: what its tablet must have again. Journaled.</summary>
/// <param name="Term">The term of its newest record.</param>
/// <param name="Offset">Its binlog offset; it can only have grown until the process ended.</param>
/// <param name="Alone">The only replica: it leads.</param>
internal sealed record StoppedReplica(
    PartitionId Partition, TidPid TidPid, uint SegmentCount, StorageMode StorageMode, ulong Term, ulong Offset, bool Alone)
{
    /// <summary>False: nobody recorded how far it was.</summary>
    public bool OffsetKnown { get; init; } = true;
}
