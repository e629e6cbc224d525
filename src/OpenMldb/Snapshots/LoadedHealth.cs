using System.Diagnostics.CodeAnalysis;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>
/// What tablets say of their replicas against what the nameserver says: loaded, serving, in the role recorded, close behind the leader.
/// Offsets of different tablets are read moments apart, so that a small difference under writes means nothing.
/// </summary>
internal static class LoadedHealth
{
    public static void Examine(
        TableInfo table, TablePartition partition, Dictionary<Endpoint, TabletView> tablets, HashSet<Endpoint> except, HealthLimits limits, FindingList findings)
    {
        var name = table.Partition(partition.Pid).ToString();
        var id = new TidPid(table.Tid, partition.Pid);
        var leader = partition.EffectiveLeader;
        var leaderOffset = leader is { } l ? OffsetOf(l, id, tablets, limits) : null;
        foreach (var replica in partition.Replicas)
        {
            if (except.Contains(replica.Endpoint) || !replica.IsAlive)
                continue;
            if (limits.RequireLoaded && TryLive(replica.Endpoint, tablets, out var live))
                Loaded(name, id, replica, live, findings);
            if (leader is { } from && !replica.IsLeader && !IsMissing(from) && !IsMissing(replica))
                Lag(name, replica, leaderOffset, OffsetOf(replica, id, tablets, limits), limits, findings);
        }

        // How far a copy that is not loaded is behind says nothing more than that it is not.
        bool IsMissing(Replica replica) => limits.RequireLoaded && TryLive(replica.Endpoint, tablets, out var live) && !live.TryGet(id, out _);
    }

    private static void Loaded(string name, TidPid id, Replica replica, LiveTables live, FindingList findings)
    {
        if (!live.TryGet(id, out var status))
        {
            findings.Add(
                FindingKind.Unhealthy, "partition", name,
                $"is not loaded on {replica.Endpoint}, though recorded as alive",
                "run /recover openmldb");
            return;
        }

        if (!status.Serves)
            findings.Add(FindingKind.Unhealthy, "partition", name, $"is {status.State} on {replica.Endpoint}", "wait until it is loaded");
        if (status.State == TableState.SnapshotPaused)
            findings.Add(
                FindingKind.Notice, "partition", name,
                $"has its snapshots paused on {replica.Endpoint}",
                "RecoverSnapshot there once no op works on it");
        var expected = replica.IsLeader ? TableMode.Leader : TableMode.Follower;
        if (status.Mode != expected)
            findings.Add(
                FindingKind.Unhealthy, "partition", name,
                $"is {status.Mode} on {replica.Endpoint}, where {expected} is recorded",
                "find the leader with the newest term, then recover the other");
    }

    private static void Lag(string name, Replica replica, ulong? leader, ulong? follower, HealthLimits limits, FindingList findings)
    {
        if (leader is null || follower is null)
            findings.Add(
                FindingKind.Unknown, "partition", name,
                $"how far {replica.Endpoint} is behind is unknown",
                "wait for the next poll, or check that the tablets answer");
        else if (leader > follower && leader - follower > limits.MaxLag)
            findings.Add(
                FindingKind.Unhealthy, "partition", name,
                $"{replica.Endpoint} is {leader - follower} records behind",
                "wait until it has caught up; if it does not, recover it");
        else if (follower > leader && follower - leader > limits.MaxLag)
            findings.Add(
                FindingKind.Unhealthy, "partition", name,
                $"{replica.Endpoint} holds {follower - leader} records that the leader does not have",
                "compare both before anything recovers it");
    }

    /// <summary>The tablet's own word where it is asked for; null when it is missing, never the older one in its place.</summary>
    private static ulong? OffsetOf(Replica replica, TidPid id, Dictionary<Endpoint, TabletView> tablets, HealthLimits limits)
    {
        if (!limits.RequireLoaded)
            return replica.Offset;
        return TryLive(replica.Endpoint, tablets, out var live) && live.TryGet(id, out var status) ? status.Offset : null;
    }

    private static bool TryLive(Endpoint tablet, Dictionary<Endpoint, TabletView> tablets, [NotNullWhen(true)] out LiveTables? live)
    {
        live = null;
        return tablets.TryGetValue(tablet, out var view) && view.Live.TryGet(out live);
    }
}
