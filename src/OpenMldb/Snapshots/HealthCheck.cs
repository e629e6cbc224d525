using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>
/// Judges a snapshot. Healthy means: everything could be read, every tablet is registered and healthy, every partition has one effective leader and all
/// its replicas alive, loaded and close behind, and no op is queued, running, or recently failed. This part looks at the cluster as a whole.
/// </summary>
public static class HealthCheck
{
    private const int MaxPerThing = 100;

    public static HealthReport Of(ClusterSnapshot snapshot, HealthLimits limits)
    {
        var findings = new FindingList(MaxPerThing);
        Nameservers(snapshot, findings);
        AutoFailover(snapshot, findings);
        TabletHealth.Examine(snapshot, limits, findings);
        PartitionHealth.Examine(snapshot, limits, findings);
        Ops(snapshot, limits, findings);
        SnapshotHour(snapshot, limits, findings);
        return findings.ToReport();
    }

    private static void Nameservers(ClusterSnapshot snapshot, FindingList findings)
    {
        if (!snapshot.Leader.IsKnown)
            findings.Add(
                FindingKind.Unknown, "nameserver leader", "",
                $"unknown: {snapshot.Leader.Reason}",
                "check ZooKeeper and the nameservers");
        if (!snapshot.Nameservers.TryGet(out var nameservers))
            findings.Add(FindingKind.Unknown, "nameservers", "", $"unknown: {snapshot.Nameservers.Reason}", "check ZooKeeper");
        else if (nameservers.Length == 1)
            findings.Add(FindingKind.Notice, "nameservers", "", "there is no standby", "start a second nameserver");
    }

    private static void AutoFailover(ClusterSnapshot snapshot, FindingList findings)
    {
        if (!snapshot.AutoFailover.TryGet(out var on))
            findings.Add(
                FindingKind.Unknown, "auto_failover", "",
                $"unknown: {snapshot.AutoFailover.Reason}",
                "check the nameserver that leads");
        else if (!on)
            findings.Add(
                FindingKind.Notice, "auto_failover", "",
                "is off: nobody reacts to the loss of a tablet",
                "set it to true unless a maintenance holds it");
    }

    private static void Ops(ClusterSnapshot snapshot, HealthLimits limits, FindingList findings)
    {
        if (!snapshot.Ops.TryGet(out var ops))
        {
            findings.Add(FindingKind.Unknown, "ops", "", $"unknown: {snapshot.Ops.Reason}", "check the nameserver that leads");
            return;
        }

        foreach (var op in ops)
        {
            var name = $"{op.Id} {op.TypeName} of {op.Partition}";
            if (op.IsUnfinished)
                findings.Add(
                    FindingKind.Unhealthy, "op", name,
                    $"is {op.Status} at {op.Task ?? "no task"}",
                    "wait for it; one that is stuck blocks its whole list, cancel it then");
            else if (op.Status == OpStatus.Failed && !IsOld(op, limits))
                findings.Add(
                    FindingKind.Unhealthy, "op", name,
                    $"failed at {op.Task ?? "an unknown task"}",
                    "mend its partition, then delete the op");
        }
    }

    /// <summary>An op without an end time is not known to be old.</summary>
    private static bool IsOld(OpInfo op, HealthLimits limits) => limits.FailedOpsSince is { } since && (op.Ended ?? op.Started) < since;

    private static void SnapshotHour(ClusterSnapshot snapshot, HealthLimits limits, FindingList findings)
    {
        if (limits.SnapshotHour is { } hour && TimeZoneInfo.ConvertTime(snapshot.TakenAt, limits.TimeZone).Hour == hour)
            findings.Add(
                FindingKind.Notice, "nightly snapshots", "",
                $"tablets make snapshots in hour {hour}: adding or recovering replicas may fail",
                "wait until the hour is over");
    }
}
