using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>
/// Judges a snapshot: what is not as it should be, could not be seen, or would be harmed when one more replica server goes. Pure. What was not asked for when the
/// snapshot was taken is not judged.
/// </summary>
public static class HealthCheck
{
    public static ImmutableArray<Finding> Of(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return [.. Metas(snapshot), .. Nodes(snapshot), .. FreezeHealth.Examine(snapshot), .. SettingsHealth.Examine(snapshot.Settings), .. TableHealth.Examine(snapshot)];
    }

    /// <summary>Whether a reading is missing because nobody asked for it.</summary>
    internal static bool IsUnasked<T>(Reading<T> reading) => !reading.IsKnown && reading.Reason is Readings.NotAsked or "it was not read";

    private static IEnumerable<Finding> Metas(ClusterSnapshot snapshot)
    {
        foreach (var meta in snapshot.Metas)
        {
            var name = $"meta server {meta.Address}";
            if (meta.Role == MetaRole.Unreachable)
                yield return new Finding(name, meta.Reason ?? "does not answer", "start it: fewer can take over when the leader goes");
            else if (meta.Role == MetaRole.Loading)
                yield return new Finding(name, "is elected and still loads the cluster's state", "wait until it leads");
            else if (meta.Role == MetaRole.Recovering)
                yield return new Finding(name, "is in recovery mode", "end the recovery first");
        }

        if (snapshot.Metas.Count(m => m.Role == MetaRole.Leader) > 1)
            yield return new Finding("meta servers", "more than one says that it leads", "wait until the old one has ended");
        if (snapshot.Metas.Length == 1)
            yield return new Finding("meta servers", "there is no standby", "start a second one", Blocks: false);
    }

    private static IEnumerable<Finding> Nodes(ClusterSnapshot snapshot)
    {
        foreach (var node in snapshot.Nodes)
        {
            var name = $"replica server {node.Server}";
            if (!node.Alive)
                yield return new Finding(name, "is not alive: the meta server gets no beacons of it", "start it, or let its replicas be placed elsewhere");
            else if (!node.Process.IsKnown && !IsUnasked(node.Process))
                yield return new Finding(name, $"does not tell what it is, so it may still be loading: {node.Process.Reason}", "wait until it serves");
        }

        var versions = snapshot.Nodes.Where(n => n.Process.IsKnown).Select(n => $"{n.Process.Value.Version} ({n.Process.Value.Commit})").Distinct(StringComparer.Ordinal).ToArray();
        if (versions.Length > 1)
            yield return new Finding("replica servers", $"run different versions: {string.Join(", ", versions.Take(5))}", "finish the upgrade", Blocks: false);
    }
}
