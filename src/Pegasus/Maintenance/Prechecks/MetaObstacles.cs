using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>The meta servers have to agree on one leader.</summary>
internal static class MetaObstacles
{
    public static IEnumerable<Finding> Find(ClusterSnapshot snapshot)
    {
        var leaders = snapshot.Metas.Where(meta => meta.Role == MetaRole.Leader).ToList();
        if (leaders.Count == 0) yield return new Finding("meta servers", "none of them leads", "wait until one is elected");
        if (leaders.Count > 1) yield return new Finding("meta servers", $"{string.Join(" and ", leaders.Select(leader => leader.Address))} both lead", "wait until one of them gives up");
        if (leaders.Count == 1 && leaders[0].Address != snapshot.Leader)
            yield return new Finding("meta servers", $"{snapshot.Leader} led and {leaders[0].Address} leads now", "try again when the leader stays");
        foreach (var meta in snapshot.Metas)
        {
            if (meta.Role == MetaRole.Recovering) yield return new Finding($"meta server {meta.Address}", "it is in recovery mode", "people must end the recovery first");
            if (meta.Role == MetaRole.Loading) yield return new Finding($"meta server {meta.Address}", "it was elected and still reads its state", "wait until it has");
            if (meta.Role == MetaRole.Unreachable)
                yield return new Finding($"meta server {meta.Address}", $"it does not answer: {meta.Reason}", "bring it back, so that another may fail", Blocks: snapshot.Metas.Length < 3);
        }
    }
}
