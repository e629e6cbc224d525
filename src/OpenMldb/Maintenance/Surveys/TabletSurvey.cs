using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Everything that is on a tablet before it is touched: the record of what will be put back. Journaled.</summary>
/// <param name="Node">Its registration.</param>
/// <param name="LastOp">The newest op then; ops after it are this run's.</param>
/// <param name="Leaders">Partitions led by each tablet, for an even choice of candidates.</param>
internal sealed record TabletSurvey(
    Endpoint Tablet, TabletNode Node, ulong LastOp, IReadOnlyList<SurveyedPartition> Partitions, IReadOnlyDictionary<string, int> Leaders)
{
    public IEnumerable<SurveyedPartition> Led => Partitions.Where(p => p.Led);

    /// <summary>Partitions that exist on this tablet alone.</summary>
    public IEnumerable<SurveyedPartition> Alone => Partitions.Where(p => p.IsAlone);

    /// <summary>What must be loaded again if the tablet went down before it was taken out of service.</summary>
    /// <param name="handedOver">Leaders that moved away since.</param>
    public IReadOnlyList<StoppedReplica> AsStopped(IReadOnlyList<LeaderMove> handedOver) =>
    [..
        from partition in Partitions
        let successor = handedOver.TermAfter(partition.Id, Tablet)
        select new StoppedReplica(
            partition.Id, partition.TidPid, partition.SegmentCount, partition.StorageMode, successor ?? partition.Term ?? 0, partition.Offset, partition.IsAlone && successor is null)];
}

/// <summary>One partition with a replica on the tablet.</summary>
/// <param name="Led">The tablet leads it.</param>
/// <param name="Term">Its newest term; null when none is recorded.</param>
/// <param name="Offset">The tablet's binlog offset.</param>
/// <param name="Bytes">Of the records on the tablet.</param>
internal sealed record SurveyedPartition(
    PartitionId Id,
    TidPid TidPid,
    uint SegmentCount,
    StorageMode StorageMode,
    bool Led,
    ulong? Term,
    ulong Offset,
    ulong? Bytes,
    IReadOnlyList<SurveyedReplica> Others)
{
    public bool IsAlone => Others.Count == 0;
}

internal sealed record SurveyedReplica(Endpoint Tablet, bool IsLeader, bool IsAlive);
