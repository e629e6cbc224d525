using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>How one partition is, by the meta server's record and by who is alive.</summary>
/// <param name="Primary">Null when there is none, or when it is on a server that is not alive.</param>
/// <param name="Alive">Members on servers that are alive.</param>
/// <param name="Missing">How many replicas are wanted and not there.</param>
internal readonly record struct PartitionJudgement(Server? Primary, int Alive, int Missing, bool TakesWrites)
{
    public Health Health => Primary is null || !TakesWrites ? Health.Down : Missing > 0 ? Health.Degraded : Health.Healthy;

    /// <param name="wanted"><c>max_replica_count</c> of the table.</param>
    /// <param name="alive">Servers whose beacons the meta server gets.</param>
    /// <param name="minToWrite">As a table really needs; where it is unknown, one that has a replica less than wanted is not said to take writes.</param>
    public static PartitionJudgement Of(PartitionConfig partition, int wanted, IReadOnlySet<Server> alive, Reading<int> minToWrite)
    {
        var primary = partition.Primary is { } recorded && alive.Contains(recorded) ? recorded : null;
        var there = partition.Members.Count(alive.Contains);
        var health = PartitionJudge.Really(partition, minToWrite.TryGet(out var least) ? least : wanted, alive);
        return new PartitionJudgement(primary, there, Math.Max(0, wanted - there), health >= PartitionHealth.WritableIll);
    }

    /// <summary>What is wrong, in words; empty when nothing is.</summary>
    public string Note(PartitionConfig partition, int wanted) => this switch
    {
        { Primary: null } when partition.Primary is { } gone => $"its primary {gone} is not alive",
        { Primary: null } => "it has no primary",
        { TakesWrites: false } => $"it takes no writes with {Alive} of {wanted} replicas",
        { Missing: > 0 } => $"{Alive} of {wanted} replicas",
        _ => "",
    };
}

internal static class SnapshotQueries
{
    public static HashSet<Server> Alive(this ClusterSnapshot snapshot) => [.. snapshot.Nodes.Where(node => node.Alive).Select(node => node.Server)];

    /// <summary>Tables that serve data, or should.</summary>
    public static IEnumerable<TableState> Served(this ClusterSnapshot snapshot) => snapshot.Tables.Where(table => table.App.Status == AppStatus.Available);

    public static string Word(this MetaLevel level) => level.ToString().ToLowerInvariant();
}
