using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>What stands in the way of taking a tablet out of service. What cannot be read stands in the way.</summary>
internal static class DrainObstacles
{
    private const int MostNamed = 20;

    public static IReadOnlyList<string> Find(ClusterSnapshot snapshot, Endpoint tablet, bool allowSingleReplica, MaintenanceOptions options)
    {
        var unknown = Unreadable(snapshot, tablet).ToList();
        if (unknown.Count > 0) return unknown;
        return Limit([
            .. Tablets(snapshot),
            .. Partitions(snapshot, tablet, allowSingleReplica),
            .. Ops(snapshot),
            .. Hour(snapshot.TakenAt, options),
        ]);
    }

    private static IEnumerable<string> Unreadable(ClusterSnapshot snapshot, Endpoint tablet)
    {
        if (!snapshot.Tablets.IsKnown) yield return $"the list of tablets is not known: {snapshot.Tablets.Reason}";
        if (!snapshot.Tables.IsKnown) yield return $"the tables are not known: {snapshot.Tables.Reason}";
        if (!snapshot.Ops.IsKnown) yield return $"the nameserver's ops are not known: {snapshot.Ops.Reason}";
        if (!snapshot.AutoFailover.IsKnown) yield return $"auto_failover is not known: {snapshot.AutoFailover.Reason}";
        if (!snapshot.Tablets.TryGet(out var tablets)) yield break;
        if (tablets.All(t => t.Endpoint != tablet)) yield return $"tablet {tablet} is not known to the cluster";
        foreach (var view in tablets)
        {
            if (!view.Live.IsKnown) yield return $"tablet {view.Endpoint}: what it has loaded is not known: {view.Live.Reason}";
            else if (!view.Node.IsKnown) yield return $"tablet {view.Endpoint}: its registration is not known: {view.Node.Reason}";
        }
    }

    private static IEnumerable<string> Tablets(ClusterSnapshot snapshot)
    {
        foreach (var view in snapshot.Tablets.Value)
        {
            if (view.State != TabletState.Healthy) yield return $"tablet {view.Endpoint} is {view.State}, not healthy; bring it back first";
            else if (view.Node.Value is null) yield return $"tablet {view.Endpoint} is not registered in ZooKeeper; restart it first";
        }

        if (snapshot.Tablets.Value.Length < 2) yield return "there is no other tablet that could serve meanwhile";
    }

    private static IEnumerable<string> Partitions(ClusterSnapshot snapshot, Endpoint tablet, bool allowSingleReplica)
    {
        foreach (var placed in snapshot.ReplicasOn(tablet))
        {
            if (placed.Partition.EffectiveLeader is null) yield return $"{placed.Id} has no single leader that is alive; run /recover first";
            foreach (var replica in placed.Partition.Replicas)
            {
                if (Fault(snapshot, placed, replica) is { } fault)
                    yield return $"{placed.Id} on {replica.Endpoint} {fault}" + (Diverged(snapshot, placed, replica) is null ? "; run /recover first" : "");
            }

            if (placed.Partition.HasRemoteReplicas) yield return $"{placed.Id} has replicas in a remote cluster, which this tool does not move";
            if (placed.Partition.Replicas.Length == 1 && !allowSingleReplica && snapshot.Tablets.Value.Length < 2)
                yield return $"{placed.Id} has one replica and no other tablet could take it";
        }
    }

    /// <summary>Copies of the tablet's partitions, there and elsewhere, that are not as the record says.</summary>
    public static IEnumerable<string> Faults(ClusterSnapshot snapshot, Endpoint tablet) =>
        from placed in snapshot.ReplicasOn(tablet)
        from replica in placed.Partition.Replicas
        where replica.IsAlive
        let fault = Fault(snapshot, placed, replica)
        where fault is not null
        select $"{placed.Id} on {replica.Endpoint} {fault}";

    private static string? Fault(ClusterSnapshot snapshot, PlacedReplica placed, Replica replica)
    {
        if (Diverged(snapshot, placed, replica) is { } diverged) return diverged;
        if (!replica.IsAlive) return "is not alive";
        if (snapshot.FindTablet(replica.Endpoint) is not { } view) return "is on a tablet that the cluster does not know";
        if (!view.Live.IsKnown) return $"cannot be asked: {view.Live.Reason}";
        if (!view.Live.Value.TryGet(placed.TidPid, out var status)) return "is not loaded";
        if (!status.Serves) return $"is {status.State}";
        if (status.State == TableState.SnapshotPaused) return "has its snapshots paused";
        if (status.Mode != (replica.IsLeader ? TableMode.Leader : TableMode.Follower))
            return $"is {status.Mode} by its own account and {(replica.IsLeader ? "leader" : "follower")} by the nameserver's";
        return status.Offset is null ? "does not tell its offset" : null;
    }

    /// <summary>A former leader that wrote on after its successor took over: recovering it would drop what nobody else has.</summary>
    private static string? Diverged(ClusterSnapshot snapshot, PlacedReplica placed, Replica replica)
    {
        if (replica is not { IsLeader: true, IsAlive: false } || placed.Partition.Terms.IsDefaultOrEmpty || placed.Partition.EffectiveLeader is not { } leader) return null;
        var own = snapshot.FindTablet(replica.Endpoint) is { } view && view.Live.Value.TryGet(placed.TidPid, out var status) ? status.Offset : replica.Offset;
        var since = placed.Partition.Terms[^1].Offset;
        return own >= since
            ? $"led before and has records up to {own}, where {leader.Endpoint} leads from {since} without them: people must look at it before it is dropped "
                + "(/recover keeps it unless told --drop-diverged)"
            : null;
    }

    private static IEnumerable<string> Ops(ClusterSnapshot snapshot)
    {
        foreach (var op in snapshot.Ops.Value)
        {
            if (op.IsUnfinished) yield return $"{op} is under way; wait for it or cancel it";
            else if (op.Status == OpStatus.Failed) yield return $"{op}; look at it, then delete it with DeleteOP";
        }
    }

    private static IEnumerable<string> Hour(DateTimeOffset now, MaintenanceOptions options)
    {
        if (options.SnapshotHour is not { } hour) yield break;
        var local = TimeZoneInfo.ConvertTime(now, options.TimeZone);
        var ahead = TimeZoneInfo.ConvertTime(now + options.BeforeSnapshotHour, options.TimeZone);
        if (local.Hour == hour || ahead.Hour == hour)
            yield return $"it is {local:HH:mm} and tablets make their snapshots in hour {hour}, when replicas cannot be copied; wait until it is over";
    }

    internal static IReadOnlyList<string> Limit(IReadOnlyList<string> all) =>
        all.Count <= MostNamed ? all : [.. all.Take(MostNamed), $"and {all.Count - MostNamed} more"];
}
