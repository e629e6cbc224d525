using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>
/// Holds records of before against the cluster as it is. A record of a partition that is gone, was made anew, or has no replica on its tablet any more is over; where
/// two records name a partition, the older one is from before anything was left.
/// </summary>
internal sealed class LeftTablets(ClusterSnapshot snapshot)
{
    private readonly Dictionary<PartitionId, (TableInfo Table, TablePartition Entry)> _partitions = snapshot.Tables.Value
        .SelectMany(table => table.Partitions.Select(partition => (table, partition)))
        .ToDictionary(found => found.table.Partition(found.partition.Pid), found => (found.table, found.partition));

    /// <param name="records">The oldest first.</param>
    public IReadOnlyList<LeftTablet> Find(IReadOnlyList<RecordedTablet> records)
    {
        var taken = new HashSet<PartitionId>();
        var left = new List<LeftTablet>();
        foreach (var tablet in records.GroupBy(record => record.Tablet))
        {
            var led = tablet.SelectMany(record => record.Led).Where(leader => Exists(leader, tablet.Key) && taken.Add(leader.Partition)).ToList();
            if (Of(tablet.Key, [.. tablet], led) is { } found) left.Add(found);
        }

        return left;
    }

    private LeftTablet? Of(Endpoint tablet, List<RecordedTablet> records, List<RecordedLeader> led)
    {
        var isAway = snapshot.FindTablet(tablet)?.State != TabletState.Healthy;
        var stopper = isAway ? records.FindLast(record => record.Stopped is not null) : null;
        var open = led.Where(leader => IsElsewhere(leader, tablet) || AddedOf(leader) is not null).ToList();
        if (open.Count == 0 && stopper is null) return null;
        var about = stopper ?? records.Find(record => record.Led.Any(open.Contains)) ?? records[0];
        return new LeftTablet(
            tablet,
            about.Source,
            about.Since,
            stopper?.Stopped is { } stopped
                ? stopped with { Replicas = [.. stopped.Replicas.Where(replica => Exists(new RecordedLeader(replica.Partition, replica.TidPid.Tid, null), tablet))] }
                : null,
            stopper?.Untried,
            Survey(tablet, open),
            [.. open.Where(leader => AddedOf(leader) is not null).Select(leader => new AddedReplica(leader.Partition, leader.Added!.Value))],
            [.. open.Where(leader => IsElsewhere(leader, tablet)).Select(leader => leader.Partition)]);
    }

    private bool Exists(RecordedLeader leader, Endpoint home) =>
        _partitions.TryGetValue(leader.Partition, out var found) && found.Table.Tid == leader.Tid && found.Entry.ReplicaOn(home) is not null;

    private bool IsElsewhere(RecordedLeader leader, Endpoint home) => _partitions[leader.Partition].Entry.EffectiveLeader?.Endpoint != home;

    private Endpoint? AddedOf(RecordedLeader leader) => leader.Added is { } added && _partitions[leader.Partition].Entry.ReplicaOn(added) is not null ? added : null;

    /// <summary>As if it had been made before the maintenance: the tablet leads, everybody else who is there follows, but for what was added.</summary>
    private TabletSurvey Survey(Endpoint tablet, IEnumerable<RecordedLeader> led) => new(
        tablet,
        snapshot.FindTablet(tablet)?.Node is { IsKnown: true, Value: { } node } ? node : new Discovery.TabletNode(tablet, tablet, false, 0, 0, 0, default),
        snapshot.Ops.Value.Select(op => op.Id).DefaultIfEmpty().Max(),
        [.. led.Select(leader => Surveyed(tablet, leader))],
        snapshot.Tablets.Value.ToDictionary(view => view.Endpoint.ToString(), view => snapshot.LedBy(view.Endpoint).Count()));

    private SurveyedPartition Surveyed(Endpoint tablet, RecordedLeader leader)
    {
        var (table, entry) = _partitions[leader.Partition];
        var replica = entry.ReplicaOn(tablet)!.Value;
        return new SurveyedPartition(
            leader.Partition,
            new TidPid(table.Tid, entry.Pid),
            table.SegmentCount,
            table.StorageMode,
            Led: true,
            entry.LastTerm,
            replica.Offset ?? 0,
            replica.RecordBytes,
            [.. entry.Replicas.Where(other => other.Endpoint != tablet && other.Endpoint != AddedOf(leader)).Select(other => new SurveyedReplica(other.Endpoint, false, true))]);
    }
}
