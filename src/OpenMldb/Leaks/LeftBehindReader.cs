using System.Text.Json;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>Finds what was left behind, from the live cluster, the journals of dead runs, and what the vendor's tool leaves on hosts.</summary>
/// <param name="isInstalled">Whether the configuration says where a tablet is installed.</param>
/// <param name="failoverIsOn">Whether auto_failover is on while nobody works on the cluster.</param>
internal sealed class LeftBehindReader(ISnapshotReader snapshots, VendorTool vendor, Func<Endpoint, bool> isInstalled, bool failoverIsOn)
{
    public async Task<LeftBehind> Read(RunsOfCluster runs, CancellationToken cancellationToken)
    {
        var looking = vendor.Look(cancellationToken);
        var snapshot = await snapshots.Read(SnapshotScope.Metadata, cancellationToken);
        return Judge(snapshot, runs, await looking);
    }

    /// <summary>The same from what was read.</summary>
    public LeftBehind Judge(ClusterSnapshot snapshot, RunsOfCluster runs, VendorTraces traces)
    {
        var unseen = new List<string>(traces.Unseen);
        var obstacles = new List<string>(traces.Running.Select(tool => $"{tool}; wait until it is done"));
        obstacles.AddRange(runs.UnderWay.Select(run => $"{DeadRun.NameOf(run)} is under way; wait until it is over"));
        obstacles.AddRange(Unknown(snapshot));
        unseen.AddRange(Unknown(snapshot).Concat(traces.Running));
        var records = Records(runs, unseen);
        if (runs.UnderWay.Count > 0) unseen.Add($"who leads what is not judged while {DeadRun.NameOf(runs.UnderWay[0])} is under way");
        var judged = runs.UnderWay.Count == 0 && snapshot is { Tables.IsKnown: true, Tablets.IsKnown: true, Ops.IsKnown: true };
        var files = judged ? [.. traces.Files.Where(file => IsOurs(file, snapshot))] : traces.Files;
        IReadOnlyList<LeftTablet> tablets = judged ? new LeftTablets(snapshot).Find([.. records, .. files.SelectMany(RecordedTablet.Of)]) : [];
        if (judged) obstacles.AddRange(tablets.SelectMany(tablet => Obstacles(tablet, snapshot)));
        return new LeftBehind(
            Failover(snapshot, runs),
            tablets,
            judged ? LeftReplicas.NotAlive(snapshot) : [],
            judged ? LeftReplicas.Ops(snapshot) : [],
            files,
            runs.Unreadable,
            unseen,
            obstacles)
        {
            Undone = [.. runs.Failed.SelectMany(DeadRun.Undone)],
        };
    }

    private static IEnumerable<string> Unknown(ClusterSnapshot snapshot)
    {
        if (!snapshot.AutoFailover.IsKnown) yield return $"auto_failover is not known: {snapshot.AutoFailover.Reason}";
        if (!snapshot.Tablets.IsKnown) yield return $"the tablets are not known: {snapshot.Tablets.Reason}";
        if (!snapshot.Tables.IsKnown) yield return $"the tables are not known: {snapshot.Tables.Reason}";
        if (!snapshot.Ops.IsKnown) yield return $"the nameserver's ops are not known: {snapshot.Ops.Reason}";
    }

    private static List<RecordedTablet> Records(RunsOfCluster runs, List<string> unseen)
    {
        var records = new List<RecordedTablet>();
        foreach (var run in runs.Failed)
        {
            try
            {
                records.AddRange(DeadRun.Tablets(run));
            }
            catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException)
            {
                unseen.Add($"what {DeadRun.NameOf(run)} recorded cannot be read: {fault.Message}");
            }
        }

        return records;
    }

    private LeftSetting? Failover(ClusterSnapshot snapshot, RunsOfCluster runs)
    {
        if (snapshot.AutoFailover is not { IsKnown: true, Value: false }) return null;
        if (runs.UnderWay.Any(run => run.Holds.Any(hold => hold.Setting == AutoFailoverHold.Setting))) return null;
        var dead = runs.Failed.Where(run => run.Holds.Any(hold => hold is { Setting: AutoFailoverHold.Setting, Before: "true" })).ToList();
        if (dead.Count > 0)
        {
            var hold = dead[0].Holds.First(hold => hold.Setting == AutoFailoverHold.Setting);
            return new LeftSetting($"it is off since {DeadRun.NameOf(dead[0])}, which failed and could not put it back; it was {hold.Before} before", hold.Since, DeadRun.ByHand(dead[0], AutoFailoverHold.Setting));
        }

        return failoverIsOn ? new LeftSetting("it is off and no run holds it: left by the vendor's tool, or by hand", null) : null;
    }

    /// <summary>A file of which nothing is known here belongs to another cluster on the same host.</summary>
    private static bool IsOurs(StatFile file, ClusterSnapshot snapshot)
    {
        var tablets = snapshot.Tablets.Value.Select(tablet => tablet.Endpoint).ToHashSet();
        return file.Entries.Count == 0 || file.Entries.Any(entry => tablets.Contains(entry.Home));
    }

    private IEnumerable<string> Obstacles(LeftTablet left, ClusterSnapshot snapshot)
    {
        if (left.IsDown && !isInstalled(left.Tablet)) yield return $"tablet {left.Tablet} is down and nobody said where it is installed; add it to the cluster's Nodes";
        if (!left.IsDown && snapshot.FindTablet(left.Tablet)?.State != TabletState.Healthy)
            yield return $"tablet {left.Tablet}, which should lead {left.Survey.Partitions.Count} partitions by {left.Source}, is away and no run of ours stopped it; start it first";
    }
}
