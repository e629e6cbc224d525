using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Guards;

/// <summary>Who is away, by the nameserver's account.</summary>
internal static class Away
{
    /// <summary>Tablets that the nameserver calls offline, and those that replicas are recorded on and that it does not know.</summary>
    public static IReadOnlySet<Endpoint> Tablets(ClusterSnapshot snapshot)
    {
        var known = snapshot.Tablets.Value.ToDictionary(tablet => tablet.Endpoint, tablet => tablet.State);
        var away = known.Where(tablet => tablet.Value != TabletState.Healthy).Select(tablet => tablet.Key).ToHashSet();
        foreach (var table in snapshot.Tables.Value)
        {
            foreach (var partition in table.Partitions)
            {
                foreach (ref readonly var replica in partition.Replicas.AsSpan())
                {
                    if (!known.ContainsKey(replica.Endpoint)) away.Add(replica.Endpoint);
                }
            }
        }

        return away;
    }

    /// <summary>Whether at least two replicas of the partition are not alive, or on tablets that are away.</summary>
    public static bool Twice(TablePartition partition, IReadOnlySet<Endpoint> tablets)
    {
        var count = 0;
        foreach (ref readonly var replica in partition.Replicas.AsSpan())
        {
            if (!replica.IsAlive || tablets.Contains(replica.Endpoint)) count++;
        }

        return count > 1;
    }
}
