using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Reads what is on the tablet and refuses to begin where something stands in the way; in a plan, says what is at stake.</summary>
internal sealed class SurveyStep(MaintenanceServices services, Endpoint tablet, bool allowSingleReplica)
{
    /// <summary>What every tablet has loaded, and the nameserver's account.</summary>
    internal static readonly SnapshotScope Scope = new(Live: true);

    public StepDefinition<TabletSurvey> Define() => new()
    {
        Name = "survey",
        Description = $"see what tablet {tablet} holds and whether it may be taken out of service",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(5),
        Execute = async attempt =>
        {
            var snapshot = await services.Client.Snapshots.Read(Scope, attempt.CancellationToken);
            var obstacles = Obstacles(snapshot);
            return obstacles.Count == 0 ? Surveyor.Survey(snapshot, tablet) : throw new MoveRefusedException(string.Join("; ", obstacles));
        },
        Plan = Plan,
        Report = survey => $"{tablet} leads {survey.Led.Count()} of {survey.Partitions.Count} partitions",
    };

    /// <summary>What the snapshot tells and, where that is nothing, what leaders tell of their links.</summary>
    public async Task<IReadOnlyList<string>> Obstacles(CancellationToken cancellationToken) =>
        await Obstacles(await services.Client.Snapshots.Read(Scope, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<string>> Obstacles(ClusterSnapshot snapshot, CancellationToken cancellationToken)
    {
        var found = Obstacles(snapshot);
        if (found.Count > 0) return found;
        var links = await new ReplicationLinks(services).Faults(snapshot.Tables.Value, tablet, cancellationToken);
        return DrainObstacles.Limit([.. links.Select(link => $"{link}; run /recover first")]);
    }

    private IReadOnlyList<string> Obstacles(ClusterSnapshot snapshot) => DrainObstacles.Find(snapshot, tablet, allowSingleReplica, services.Options);

    private async Task<TabletSurvey> Plan(PlanBuilder plan)
    {
        var snapshot = await services.Client.Snapshots.Read(Scope, CancellationToken.None);
        foreach (var obstacle in await Obstacles(snapshot, CancellationToken.None)) plan.Obstacle(obstacle);
        TabletSurvey survey;
        try
        {
            survey = Surveyor.Survey(snapshot, tablet);
        }
        catch (InvalidOperationException e)
        {
            plan.Obstacle(e.Message);
            return new TabletSurvey(tablet, new Discovery.TabletNode(tablet, tablet, false, 0, 0, 0, default), 0, [], new Dictionary<string, int>());
        }

        Describe(plan, survey);
        if (survey.Partitions.Count > 0) plan.Picture(new DrainPicture(survey, snapshot, allowSingleReplica).Draw());
        return survey;
    }

    private void Describe(PlanBuilder plan, TabletSurvey survey)
    {
        plan.Describe($"tablet {tablet} leads {survey.Led.Count()} of {survey.Partitions.Count} partitions, {survey.Alone.Count()} of them exist only there");
        foreach (var table in survey.Partitions.GroupBy(p => p.Id.TableId).OrderBy(t => t.Key.ToString(), StringComparer.Ordinal))
        {
            var alone = table.Count(p => p.IsAlone);
            plan.Impact(new PlanImpact(
                table.Key.ToString(),
                LeadersMoved: table.Count(p => p.Led && (!p.IsAlone || !allowSingleReplica)),
                ReplicasAdded: allowSingleReplica ? 0 : alone,
                PartitionsAway: allowSingleReplica ? alone : 0,
                ReplicasAway: table.Count(p => !p.IsAlone),
                Bytes: table.Any(p => p.Bytes is null) ? null : table.Sum(p => (long)p.Bytes!.Value)));
            if (alone > 0 && allowSingleReplica)
                plan.Risk(RiskTier.Elevated, $"{Partitions(alone, table.Key, "exists", "exist")} only on {tablet}, away while it is");
            var thin = table.Count(p => p.Others.Count == 1);
            if (thin > 0) plan.Risk(RiskTier.Elevated, $"{Partitions(thin, table.Key, "has", "have")} a single copy left while {tablet} is away");
        }
    }

    private static string Partitions(int count, TableId table, string one, string many) =>
        count == 1 ? $"1 partition of {table} {one}" : $"{count} partitions of {table} {many}";
}
