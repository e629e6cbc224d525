using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Processes;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Looks at the cluster and says what stands in the way.</summary>
internal sealed class Examiner(MaintenanceServices services)
{
    /// <param name="restarts">Whether the server's process is to be stopped and started.</param>
    public async Task<(ClusterSnapshot Snapshot, IReadOnlyList<Finding> Findings)> Examine(
        Endpoint? server, bool allowFewReplicas, CancellationToken cancellationToken, bool restarts = false)
    {
        var snapshot = await services.Snapshots.Read(SnapshotScope.Everything, cancellationToken);
        var quick = server is { } name && restarts ? await IfRestartedNow(name, snapshot.Settings, cancellationToken) : Reading<QuickRestarts>.Known(QuickRestarts.None);
        var examination = new Examination(server, allowFewReplicas, await BlackList(cancellationToken), quick, services.Time.GetUtcNow());
        var findings = Obstacles.Find(snapshot, examination, services.Options);
        var leader = await services.Meta.Leader(cancellationToken);
        return leader == snapshot.Leader
            ? (snapshot, findings)
            : (snapshot, [.. findings, new Finding("meta servers", $"{snapshot.Leader} led when the cluster was looked at and {leader} leads now", "try again when the leader stays")]);
    }

    /// <summary>Refuses with every sentence at once.</summary>
    public static void RefuseIfAny(IReadOnlyList<Finding> findings)
    {
        var blocking = findings.Where(finding => finding.Blocks).Select(finding => finding.ToString()).ToList();
        if (blocking.Count > 0) throw new MaintenanceRefusedException(string.Join("; ", blocking.Take(20)) + (blocking.Count > 20 ? $"; and {blocking.Count - 20} more" : ""));
    }

    private async Task<Reading<QuickRestarts>> IfRestartedNow(Endpoint server, MetaSettings settings, CancellationToken cancellationToken)
    {
        var stableAfter = settings.StableAfterSeconds.TryGet(out var seconds) ? TimeSpan.FromSeconds(seconds) : QuickRestarts.LongestStable;
        try
        {
            return Reading<QuickRestarts>.Known(QuickRestarts.IfRestartedNow(await services.Process(ServerRoles.Replica, server).Starts(cancellationToken), stableAfter));
        }
        catch (Exception e) when (e is ProcessControlException or HostException)
        {
            return Reading<QuickRestarts>.Unknown(e.Message);
        }
    }

    private async Task<Reading<string>> BlackList(CancellationToken cancellationToken)
    {
        try
        {
            return Reading<string>.Known((await services.Meta.Setting(MetaSetting.BlackList, cancellationToken)).Replace("get ok:", "", StringComparison.Ordinal).Trim());
        }
        catch (Exception e) when (e is RefusedByClusterException or WrongRequestException)
        {
            return Reading<string>.Unknown(e.Message);
        }
    }
}
