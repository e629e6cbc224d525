using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>
/// The partitions: one effective leader, all replicas there and alive on healthy tablets. What tablets say is <see
/// cref="LoadedHealth"/>'s part.
/// </summary>
internal static class PartitionHealth
{
    public static void Examine(ClusterSnapshot snapshot, HealthLimits limits, FindingList findings)
    {
        if (!snapshot.Tables.TryGet(out var tables))
        {
            findings.Add(FindingKind.Unknown, "tables", "", $"unknown: {snapshot.Tables.Reason}", "check the nameserver that leads");
            return;
        }

        var tablets = snapshot.Tablets.TryGet(out var known) ? known.ToDictionary(t => t.Endpoint) : [];
        var except = limits.Except.ToHashSet();
        foreach (var table in tables)
        {
            if (table.Partitions.Length != table.PartitionCount)
                findings.Add(
                    FindingKind.Unhealthy, "table", table.Id.ToString(),
                    $"lists {table.Partitions.Length} of {table.PartitionCount} partitions",
                    "look at the nameserver's log");
            if (table.Partitions.Any(p => p.Replicas.Length == 1))
                findings.Add(
                    FindingKind.Notice, "table", table.Id.ToString(),
                    "has partitions with one replica",
                    "add replicas if it must survive the loss of a tablet");
            foreach (var partition in table.Partitions)
            {
                Examine(table, partition, tablets, except, findings);
                LoadedHealth.Examine(table, partition, tablets, except, limits, findings);
            }
        }
    }

    private static void Examine(
        TableInfo table, TablePartition partition, Dictionary<Endpoint, TabletView> tablets, HashSet<Endpoint> except, FindingList findings)
    {
        var leaders = partition.Replicas.Count(r => r.IsEffectiveLeader);
        if (leaders != 1)
            Report(leaders == 0 ? "has no leader that is alive" : $"has {leaders} leaders", leaders == 0 ? "run /recover openmldb, or change its leader" : "recover the old leader");
        if (partition.Replicas.Length < table.ReplicaCount)
            Report($"has {partition.Replicas.Length} of {table.ReplicaCount} replicas", "add a replica");
        foreach (ref readonly var replica in partition.Replicas.AsSpan())
        {
            if (except.Contains(replica.Endpoint))
                continue;
            if (!replica.IsAlive)
                Report($"is not alive on {replica.Endpoint}{(replica.IsLeader ? ", which led before" : "")}", "run /recover openmldb");
            if (!replica.TabletHasPartition)
                Report($"is not loaded on {replica.Endpoint}, says the nameserver", "run /recover openmldb");
            if (!tablets.TryGetValue(replica.Endpoint, out var tablet))
                Report($"has a replica on {replica.Endpoint}, which is not known", "start that tablet, or add a replica elsewhere and delete this one");
            else if (tablet.State != TabletState.Healthy)
                Report($"has a replica on {replica.Endpoint}, which is {tablet.State}", "bring that tablet back");
        }

        void Report(string reason, string nextStep) =>
            findings.Add(FindingKind.Unhealthy, "partition", table.Partition(partition.Pid).ToString(), reason, nextStep);
    }
}
