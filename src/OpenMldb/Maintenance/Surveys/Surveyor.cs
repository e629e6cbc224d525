using Nightshift.Clusters;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Makes a survey of one snapshot.</summary>
internal static class Surveyor
{
    /// <exception cref="InvalidOperationException">Something that the survey needs is unknown; the message says what.</exception>
    public static TabletSurvey Survey(ClusterSnapshot snapshot, Endpoint tablet)
    {
        var view = snapshot.FindTablet(tablet) ?? throw new InvalidOperationException($"tablet {tablet} is not known to the cluster");
        var node = view.Node.Value ?? throw new InvalidOperationException($"tablet {tablet} is not registered in ZooKeeper");
        var live = view.Live.Value;
        return new TabletSurvey(
            tablet,
            node,
            snapshot.Ops.Value.Select(op => op.Id).DefaultIfEmpty().Max(),
            [.. snapshot.ReplicasOn(tablet).Select(placed => Partition(placed, live))],
            LeadersPerTablet(snapshot));
    }

    private static SurveyedPartition Partition(PlacedReplica placed, LiveTables live)
    {
        var table = placed.Table;
        var loaded = live.TryGet(placed.TidPid, out var status);
        var offset = loaded ? status.Offset : placed.Replica.Offset;
        return new SurveyedPartition(
            placed.Id,
            placed.TidPid,
            table.SegmentCount,
            table.StorageMode,
            placed.Replica.IsEffectiveLeader,
            placed.Partition.LastTerm,
            offset ?? throw new InvalidOperationException($"the offset of {placed.Id} on {placed.Replica.Endpoint} is not known"),
            loaded ? status.RecordBytes : placed.Replica.RecordBytes,
            [.. placed.Partition.Replicas
                .Where(r => r.Endpoint != placed.Replica.Endpoint)
                .Select(r => new SurveyedReplica(r.Endpoint, r.IsLeader, r.IsAlive))]);
    }

    private static Dictionary<string, int> LeadersPerTablet(ClusterSnapshot snapshot)
    {
        var leaders = snapshot.Tablets.Value.ToDictionary(t => t.Endpoint.ToString(), _ => 0);
        foreach (var placed in snapshot.AllReplicas().Where(r => r.Replica.IsEffectiveLeader))
            leaders[placed.Replica.Endpoint.ToString()] = leaders.GetValueOrDefault(placed.Replica.Endpoint.ToString()) + 1;
        return leaders;
    }
}
