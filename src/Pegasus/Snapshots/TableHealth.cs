using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>Tables and their partitions, one finding for each kind of trouble of a table, however many partitions have it.</summary>
internal static class TableHealth
{
    private const int MaxNamed = 5;

    public static IEnumerable<Finding> Examine(ClusterSnapshot snapshot)
    {
        var alive = snapshot.Nodes.Where(n => n.Alive).Select(n => n.Server).ToHashSet();
        foreach (var table in snapshot.Tables)
        {
            var name = $"table {table.App.Name}";
            if (table.App.Status != AppStatus.Available)
            {
                yield return new Finding(name, $"is {table.App.Status.ToString().ToLowerInvariant()}", "wait until it is available or gone");
                continue;
            }

            foreach (var finding in Table(name, table).Concat(Partitions(name, table, alive)))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Table(string name, TableState table)
    {
        if (table.Partitions.Length != table.App.Partitions)
            yield return new Finding(name, $"lists {table.Partitions.Length} of {table.App.Partitions} partitions", "look at the meta server's log");
        if (!table.MinReplicasToWrite.TryGet(out var least))
            yield return new Finding(name, $"how many replicas a write needs is unknown: {table.MinReplicasToWrite.Reason}", "look at the replica servers' configuration");
        else if (table.App.Replicas < least)
            yield return new Finding(name, $"has {table.App.Replicas} replicas where a write needs {least}: it takes no writes at all", "give it more replicas");
        else if (table.App.Replicas == 1)
            yield return new Finding(name, "has one replica: it is away with its server", "give it more replicas");
        else if (table.App.Replicas - 1 < least)
            yield return new Finding(name, $"has {table.App.Replicas} replicas where a write needs {least}: it takes none while a server is away", "give it more replicas");
        if (table.App.Duplicating)
            yield return new Finding(name, "is being duplicated to another cluster", "restart no more than one server at a time, and look at the duplication afterwards", Blocks: false);
        if (table.App.BulkLoading)
            yield return new Finding(name, "is being bulk loaded", "wait until it is done");
        if (table.Partitions.Any(p => p.Ballot < 0))
            yield return new Finding(name, "is being split", "wait until it is done");
    }

    private static IEnumerable<Finding> Partitions(string name, TableState table, HashSet<Server> alive)
    {
        var least = table.MinReplicasToWrite.TryGet(out var known) ? known : table.App.Replicas;
        var ill = table.Partitions.Where(p => p.Ballot >= 0)
            .Select(p => (p.Id, Really: PartitionJudge.Really(p, least, alive), Meta: ByMeta(table, p)))
            .Where(p => p.Really != PartitionHealth.Healthy || p.Meta is { } meta && meta != PartitionHealth.Healthy)
            .GroupBy(p => (p.Really, p.Meta)).OrderBy(g => g.Key.Really);
        foreach (var group in ill)
            yield return new Finding(name, Sentence(group.Key.Really, group.Key.Meta, [.. group.Select(p => p.Id)], table), NextStep(group.Key.Really));
    }

    private static PartitionHealth? ByMeta(TableState table, PartitionConfig partition) =>
        table.MinReplicasByMeta.TryGet(out var least) ? PartitionJudge.ByMeta(partition, least) : null;

    private static string Sentence(PartitionHealth really, PartitionHealth? meta, Gpid[] partitions, TableState table)
    {
        var named = string.Join(", ", partitions.Take(MaxNamed)) + (partitions.Length > MaxNamed ? ", …" : "");
        var what = really switch
        {
            PartitionHealth.Dead => "have no member alive",
            PartitionHealth.Unreadable => "have no primary alive",
            PartitionHealth.Unwritable => "take no writes",
            PartitionHealth.WritableIll => "lack replicas",
            _ => "are well to clients only",
        };
        var told = meta is { } health && health != really ? $"; the meta server says {health.Name()}" : "";
        return $"{partitions.Length} of {table.Partitions.Length} partitions {what} ({really.Name()}: {named}){told}";
    }

    private static string NextStep(PartitionHealth health) => health switch
    {
        PartitionHealth.Dead => "start their servers; RPC_CM_DDD_DIAGNOSE tells what the meta server waits for",
        PartitionHealth.Unreadable => "wait for a new primary; if none comes, look whether the meta server is frozen",
        _ => "wait until they have all their replicas",
    };
}
