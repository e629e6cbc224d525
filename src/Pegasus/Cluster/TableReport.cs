using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>A snapshot as the answer to <c>/tables</c>. The meta server knows no sizes.</summary>
internal static class TableReport
{
    public static IReadOnlyList<TableStatus> Of(ClusterSnapshot snapshot)
    {
        var alive = snapshot.Alive();
        return [.. snapshot.Tables.OrderBy(table => table.App.Name, StringComparer.Ordinal).Select(table => Of(table, alive))];
    }

    public static TableStatus Of(TableState table, IReadOnlySet<Server> alive)
    {
        var app = table.App;
        var judged = table.Partitions.Select(partition => PartitionJudgement.Of(partition, app.Replicas, alive, table.MinReplicasToWrite)).ToList();
        var notes = new List<string>();
        var headless = judged.Count(partition => partition.Primary is null);
        var unwritable = judged.Count(partition => partition is { Primary: not null, TakesWrites: false });
        var missing = judged.Sum(partition => partition.Missing);
        if (app.Status != AppStatus.Available) notes.Add(app.Status.ToString().ToLowerInvariant());
        if (headless > 0) notes.Add($"{headless} partition(s) without a primary");
        if (unwritable > 0) notes.Add($"{unwritable} partition(s) take no writes");
        if (missing > 0) notes.Add($"{missing} replica(s) missing");
        if (table.Partitions.Length != app.Partitions) notes.Add($"{table.Partitions.Length} of {app.Partitions} partitions listed");
        var health = headless + unwritable > 0 ? Health.Down : notes.Count > 0 ? Health.Degraded : table.MinReplicasToWrite.IsKnown ? Health.Healthy : Health.Unknown;
        if (app.Duplicating) notes.Add("duplicated to another cluster");
        if (app.BulkLoading) notes.Add("bulk load under way");
        if (!table.MinReplicasToWrite.IsKnown) notes.Add($"how many replicas a write needs is not known: {table.MinReplicasToWrite.Reason}");
        return new TableStatus(app.Name, table.Partitions.Length, app.Replicas, health, null, null, null, string.Join(", ", notes));
    }
}
