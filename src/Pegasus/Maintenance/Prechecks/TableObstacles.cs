using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Every partition of every table must be complete before a replica of it is taken away, and must be able to spare it.</summary>
internal static class TableObstacles
{
    public static IEnumerable<Finding> Find(ClusterSnapshot snapshot, Examination examination)
    {
        var alive = snapshot.Nodes.Where(node => node.Alive).Select(node => node.Server.Name).ToHashSet();
        return snapshot.Tables.SelectMany(table => Of(table, examination, alive));
    }

    private static IEnumerable<Finding> Of(TableState table, Examination examination, HashSet<Endpoint> alive)
    {
        var name = $"table {table.App.Name}";
        if (table.App.Status != AppStatus.Available)
        {
            if (table.App.Status is AppStatus.Creating or AppStatus.Dropping or AppStatus.Recalling)
                yield return new Finding(name, $"it is {table.App.Status.ToString().ToLowerInvariant()}", "wait until that is over");
            yield break;
        }

        var ill = table.Partitions.Where(partition => Illness(partition, table.App, alive) is not null).ToList();
        if (ill.Count > 0)
            yield return new Finding(name, $"{ill.Count} of its {table.App.Partitions} partitions are not healthy, as [{ill[0].Id.Index}]: {Illness(ill[0], table.App, alive)}", "wait until they are, or mend them");
        if (table.Partitions.Length != table.App.Partitions)
            yield return new Finding(name, $"the meta server told of {table.Partitions.Length} of its {table.App.Partitions} partitions", "look again");
        if (table.App.BulkLoading) yield return new Finding(name, "a bulk load is under way", "wait until it is over");
        if (table.App.Duplicating)
            yield return new Finding(name, "it is duplicated to another cluster, where upstream knows of crashes while replicas learn", "watch the other cluster", Blocks: false);
        foreach (var finding in Few(table, name, examination)) yield return finding;
    }

    private static string? Illness(PartitionConfig partition, AppInfo app, HashSet<Endpoint> alive)
    {
        if (partition.Ballot < 0) return "it is being split";
        if (partition.Primary is null) return "it has no primary";
        if (partition.MemberCount < app.Replicas) return $"it has {partition.MemberCount} of {app.Replicas} replicas";
        return partition.Members.FirstOrDefault(member => !alive.Contains(member.Name)) is { } dead ? $"{dead} of its members is not alive" : null;
    }

    private static IEnumerable<Finding> Few(TableState table, string name, Examination examination)
    {
        var touched = table.Partitions.Count(partition => examination.Server is not { } server || partition.Members.Any(member => member.Name == server));
        if (touched == 0) yield break;
        if (!table.MinReplicasToWrite.IsKnown)
        {
            yield return new Finding(name, $"how many replicas a write needs is not known: {table.MinReplicasToWrite.Reason}", "mutation_2pc_min_replica_count has to be readable");
            yield break;
        }

        if (table.App.Replicas - 1 >= Surveyor.Needed(table)) yield break;
        var consequence = table.App.Replicas == 1
            ? "is neither readable nor writable"
            : table.App.Replicas - 1 < table.MinReplicasToWrite.Value ? "is not writable" : "has a single copy";
        yield return new Finding(
            name, $"with {table.App.Replicas} replica{(table.App.Replicas == 1 ? "" : "s")} each of its partitions {consequence} while a server of it is away ({touched} touched)",
            "give it more replicas, or accept it with --allow-few-replicas", Blocks: !examination.AllowFewReplicas);
    }
}
