using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>The tablets: known to the nameserver, healthy there, registered in ZooKeeper, of one build.</summary>
internal static class TabletHealth
{
    public static void Examine(ClusterSnapshot snapshot, HealthLimits limits, FindingList findings)
    {
        if (!snapshot.Tablets.TryGet(out var tablets))
        {
            findings.Add(FindingKind.Unknown, "tablets", "", $"unknown: {snapshot.Tablets.Reason}", "check the nameserver that leads");
            return;
        }

        if (tablets.IsEmpty)
            findings.Add(FindingKind.Unhealthy, "tablets", "", "there is none", "start the tablets");
        foreach (var tablet in tablets.Where(t => !limits.Except.Contains(t.Endpoint)))
            Examine(tablet, limits, findings);
        var versions = tablets.Where(t => t.Version.IsKnown).Select(t => t.Version.Value).Distinct(StringComparer.Ordinal).ToArray();
        if (versions.Length > 1)
            findings.Add(
                FindingKind.Notice, "tablets", "",
                $"run different builds: {string.Join(", ", versions.Take(5))}",
                "finish the upgrade");
    }

    private static void Examine(TabletView tablet, HealthLimits limits, FindingList findings)
    {
        var name = tablet.Endpoint.ToString();
        if (tablet.State == TabletState.Unknown)
            findings.Add(
                FindingKind.Unhealthy, "tablet", name,
                "is registered, but the nameserver does not list it as healthy or offline",
                "wait a moment; if it stays so, restart it");
        else if (tablet.State != TabletState.Healthy)
            findings.Add(
                FindingKind.Unhealthy, "tablet", name,
                $"is {tablet.State} for {tablet.Age?.ToString("g", null) ?? "an unknown time"}",
                "start it, or find out why it lost its session");
        if (!tablet.Node.TryGet(out var node))
            findings.Add(FindingKind.Unknown, "tablet", name, $"registration unknown: {tablet.Node.Reason}", "check ZooKeeper");
        else if (node is null && tablet.State == TabletState.Healthy)
            findings.Add(
                FindingKind.Unhealthy, "tablet", name,
                "is healthy to the nameserver, but not registered in ZooKeeper",
                "check its session, and that the nameserver is connected");
        if (limits.RequireLoaded && !tablet.Live.IsKnown)
            findings.Add(
                FindingKind.Unknown, "tablet", name,
                $"what it has loaded is unknown: {tablet.Live.Reason}",
                "check that it answers");
    }
}
