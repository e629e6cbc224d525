using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb;

/// <summary>
/// What an approval depends on: members and versions, settings, and per partition who leads and who follows. Offsets and ages are left out,
/// since they change all the time. What could not be read stands in it as unknown, so that it counts as a difference.
/// </summary>
internal static class ClusterFingerprint
{
    public static Fingerprint Of(ClusterSnapshot snapshot)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["auto_failover"] = snapshot.AutoFailover.ToString(),
        };
        AddTablets(facts, snapshot);
        if (snapshot.Tables.TryGet(out var tables))
            foreach (var table in tables) AddTable(facts, table);
        else
            facts["tables"] = $"unknown ({snapshot.Tables.Reason})";
        return new Fingerprint(facts);
    }

    private static void AddTablets(SortedDictionary<string, string> facts, ClusterSnapshot snapshot)
    {
        if (!snapshot.Tablets.TryGet(out var tablets))
        {
            facts["tablets"] = $"unknown ({snapshot.Tablets.Reason})";
            return;
        }

        foreach (var tablet in tablets) facts[$"tablet {tablet.Endpoint}"] = $"{tablet.State}, {tablet.Version}";
    }

    /// <summary>One fact per table keeps a fingerprint of 100,000 partitions readable: the hash tells that placement changed, the rows of /tables what.</summary>
    private static void AddTable(SortedDictionary<string, string> facts, TableInfo table)
    {
        var placement = string.Join(';', table.Partitions.Select(Placement));
        facts[$"table {table.Id}"] = placement.Length <= 400 ? placement : $"{table.Partitions.Length} partitions, placement {Hosts.Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(placement)).Hex[..16]}";
    }

    private static string Placement(TablePartition partition) =>
        $"{partition.Pid}:{string.Join(',', partition.Replicas.Select(replica => $"{replica.Endpoint}{(replica.IsEffectiveLeader ? "*" : replica.IsAlive ? "" : "!")}").Order(StringComparer.Ordinal))}";
}
