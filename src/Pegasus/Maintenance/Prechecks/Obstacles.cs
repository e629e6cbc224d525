using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>What an examination may go by.</summary>
/// <param name="Server">The replica server that is to be away; null: any one, so that the cluster as a whole is examined.</param>
/// <param name="AllowFewReplicas">People accept that tables with too few replicas are away, or have a single copy, while the server is.</param>
/// <param name="BlackList">The leader's list of servers that get no replicas; unknown where it could not be read.</param>
/// <param name="Restarts">What the leader would have counted if the server were restarted now; none when it is not to be restarted.</param>
/// <param name="Now">The time by which people are told when to try again.</param>
internal sealed record Examination(Endpoint? Server, bool AllowFewReplicas, Reading<string> BlackList, Reading<QuickRestarts> Restarts, DateTimeOffset Now);

/// <summary>
/// Whether a replica server may be taken out of service. Pure: everything that stands in the way of it, at once, by one snapshot. Unknown counts as in the way.
/// </summary>
internal static class Obstacles
{
    public static IReadOnlyList<Finding> Find(ClusterSnapshot snapshot, Examination examination, MaintenanceOptions options) =>
    [
        .. MetaObstacles.Find(snapshot),
        .. SettingObstacles.Find(snapshot, examination, options),
        .. NodeObstacles.Find(snapshot, examination),
        .. TableObstacles.Find(snapshot, examination),
    ];
}
