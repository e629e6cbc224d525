using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>
/// Whether the meta server freezes, now or with one replica server less: fewer alive than <c>min_live_node_count_for_unfreeze</c>, or a share below
/// <c>meta.live_percentage</c> (<c>src/meta/meta_service.cpp</c>). Frozen means no failover.
/// </summary>
internal static class FreezeHealth
{
    private const string Thing = "freeze threshold";

    public static IEnumerable<Finding> Examine(ClusterSnapshot snapshot)
    {
        if (snapshot.Info.Level == MetaLevel.Freezed)
            yield return new Finding("meta level", "is freezed: no partition gets a new primary", "start replica servers, or set the level back when it was set by hand");
        var settings = snapshot.Settings;
        if (HealthCheck.IsUnasked(settings.MinLiveNodes))
            yield break;
        var total = snapshot.Nodes.Length;
        var left = snapshot.Nodes.Count(n => n.Alive) - 1;
        if (!settings.MinLiveNodes.TryGet(out var least))
            yield return new Finding(Thing, $"min_live_node_count_for_unfreeze is unknown: {settings.MinLiveNodes.Reason}", "look at the leader's configuration");
        else if (left < least)
            yield return new Finding(
                Thing, $"with one replica server less {left} are alive, and the meta server freezes below {least}",
                "start more servers, or lower min_live_node_count_for_unfreeze by /updateConfig for the maintenance");
        if (!settings.LivePercentage.TryGet(out var share))
            yield return new Finding(Thing, $"meta.live_percentage is unknown: {settings.LivePercentage.Reason}", "look at the leader");
        else if (left * 100 < share * total)
            yield return new Finding(
                Thing, $"with one replica server less {left} of {total} are alive, and the meta server freezes below {share} %",
                "start more servers, or lower meta.live_percentage for the maintenance");
    }
}
