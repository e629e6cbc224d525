using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>A partition whose primary has to go elsewhere, and the secondaries that could lead it.</summary>
internal sealed record Movable(Gpid Id, IReadOnlyList<Endpoint> Candidates);

/// <summary>
/// Decides who leads next, so that primaries stay spread over the servers: by number over all tables, among equals by number of the same table. Pure; the same input
/// gives the same plan.
/// </summary>
internal static class PrimaryPlanner
{
    /// <param name="primaries">Primaries per server now, by server and table; those that are to move are not among their new places yet.</param>
    /// <returns>The next primary of each partition that has a candidate.</returns>
    public static IReadOnlyDictionary<Gpid, Endpoint> Plan(IEnumerable<Movable> partitions, PrimaryCounts primaries)
    {
        var counts = primaries.Copy();
        var plan = new Dictionary<Gpid, Endpoint>();
        var movable = partitions.Where(partition => partition.Candidates.Count > 0).OrderBy(partition => partition.Candidates.Count).ThenBy(partition => partition.Id.AppId).ThenBy(partition => partition.Id.Index).ToList();
        foreach (var partition in movable)
        {
            var to = partition.Candidates.OrderBy(candidate => counts.Of(candidate)).ThenBy(candidate => counts.Of(candidate, partition.Id.AppId)).ThenBy(candidate => candidate).First();
            plan[partition.Id] = to;
            counts.Add(to, partition.Id.AppId, 1);
        }

        while (Improve(movable, plan, counts))
        {
        }

        return plan;
    }

    /// <summary>
    /// Moves that make the most loaded servers lead less, from anywhere: each brings one primary to a secondary on a server with at least two fewer. None when the
    /// spread cannot be bettered by a single move.
    /// </summary>
    public static IReadOnlyDictionary<Gpid, Endpoint> Spread(IEnumerable<PartitionConfig> partitions, IReadOnlySet<Endpoint> alive)
    {
        var all = partitions.Where(partition => partition.Primary is not null).OrderBy(partition => partition.Id.AppId).ThenBy(partition => partition.Id.Index).ToList();
        var counts = new PrimaryCounts(alive);
        foreach (var partition in all) counts.Add(partition.Primary!.Name, partition.Id.AppId, 1);
        var plan = all.ToDictionary(partition => partition.Id, partition => partition.Primary!.Name);
        var movable = all.Select(partition => new Movable(partition.Id, [.. partition.Members.Select(member => member.Name).Where(alive.Contains)])).ToList();
        while (Improve(movable, plan, counts))
        {
        }

        return all.Where(partition => plan[partition.Id] != partition.Primary!.Name).ToDictionary(partition => partition.Id, partition => plan[partition.Id]);
    }

    private static bool Improve(IReadOnlyList<Movable> movable, Dictionary<Gpid, Endpoint> plan, PrimaryCounts counts)
    {
        var improved = false;
        foreach (var partition in movable)
        {
            var now = plan[partition.Id];
            var better = partition.Candidates.MinBy(candidate => (counts.Of(candidate), candidate));
            if (partition.Candidates.Count == 0 || counts.Of(better) + 1 >= counts.Of(now)) continue;
            plan[partition.Id] = better;
            counts.Add(now, partition.Id.AppId, -1);
            counts.Add(better, partition.Id.AppId, 1);
            improved = true;
        }

        return improved;
    }
}
