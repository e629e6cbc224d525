using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>Looks at the cluster and says what stands in the way.</summary>
internal sealed class Examiner(MaintenanceServices services)
{
    /// <summary>Where the leader's limit is not known.</summary>
    private const int RestartsLookedFor = 10;

    public async Task<(ClusterSnapshot Snapshot, IReadOnlyList<Finding> Findings)> Examine(Endpoint? server, bool allowFewReplicas, CancellationToken cancellationToken)
    {
        var snapshot = await services.Snapshots.Read(SnapshotScope.Everything, cancellationToken);
        var examination = new Examination(server, allowFewReplicas, await BlackList(cancellationToken), await Restarts(server, snapshot.Settings, cancellationToken), services.Time.GetUtcNow());
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

    private async Task<QuickRestarts> Restarts(Endpoint? server, MetaSettings settings, CancellationToken cancellationToken) =>
        server is { } name && settings.StableAfterSeconds.TryGet(out var seconds)
            ? await services.Restarts.IfRestartedNow(name, TimeSpan.FromSeconds(seconds), settings.MaxUnstableRestarts.TryGet(out var most) ? most : RestartsLookedFor, cancellationToken)
            : QuickRestarts.None;

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
