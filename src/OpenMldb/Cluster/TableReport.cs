using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb;

/// <summary>A snapshot as the answer to <c>/tables</c>.</summary>
internal static class TableReport
{
    public static IReadOnlyList<Clusters.TableStatus> Of(ClusterSnapshot snapshot) => [.. snapshot.Tables.Value.Select(Of)];

    private static Clusters.TableStatus Of(TableInfo table)
    {
        var leaders = table.Partitions.Select(partition => partition.EffectiveLeader).ToList();
        var dead = table.Partitions.Sum(partition => partition.Replicas.Count(replica => !replica.IsAlive || !replica.TabletHasPartition));
        var leaderless = leaders.Count(leader => leader is null);
        var notes = new List<string>();
        if (leaderless > 0) notes.Add($"{leaderless} partition(s) without a leader");
        if (dead > 0) notes.Add($"{dead} replica(s) not alive or not loaded");
        if (table.Partitions.Length != table.PartitionCount) notes.Add($"{table.Partitions.Length} of {table.PartitionCount} partitions listed");
        var known = leaders.TrueForAll(leader => leader?.Records is not null);
        var health = leaderless > 0 ? Health.Down : notes.Count > 0 ? Health.Degraded : known ? Health.Healthy : Health.Unknown;
        if (!known && leaderless == 0) notes.Add("the nameserver has no numbers yet");
        return new Clusters.TableStatus(
            table.Id.ToString(),
            table.Partitions.Length,
            table.Partitions.Select(partition => partition.Replicas.Length).DefaultIfEmpty().Max(),
            health,
            known ? leaders.Sum(leader => (long)leader!.Value.Records!.Value) : null,
            leaders.TrueForAll(leader => leader?.RecordBytes is not null) ? leaders.Sum(leader => (long)leader!.Value.RecordBytes!.Value) : null,
            null,
            string.Join(", ", notes));
    }
}
