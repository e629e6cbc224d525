using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Looks at the cluster and says what stands in the way.</summary>
internal sealed class Examiner(MaintenanceServices services)
{
    public async Task<(ClusterSnapshot Snapshot, IReadOnlyList<Finding> Findings)> Examine(Endpoint? server, bool allowFewReplicas, CancellationToken cancellationToken)
    {
        var snapshot = await services.Snapshots.Read(SnapshotScope.Everything, cancellationToken);
        var unstable = server is { } name && snapshot.Settings.StableAfterSeconds.TryGet(out var seconds)
            ? services.Restarts.UnstableIfRestartedNow(name, TimeSpan.FromSeconds(seconds))
            : 0;
        var examination = new Examination(server, allowFewReplicas, await BlackList(cancellationToken), unstable);
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
