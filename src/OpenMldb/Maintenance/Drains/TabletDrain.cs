using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Takes leadership off a tablet. The order: hold, survey, all moves at once, single replicas, then the old leaders become followers.</summary>
internal sealed class TabletDrain(MaintenanceServices services, Endpoint tablet, TabletSteps steps, TabletProgress progress)
{
    public async Task Run(IRunContext context, DrainedTablet drained, bool allowSingleReplica)
    {
        await context.StepAsync(Check(allowSingleReplica));
        drained.Hold = await context.HoldAsync(AutoFailoverHold.Off(services.Client, services.ByHand));
        var survey = await context.StepAsync(new SurveyStep(services, tablet, allowSingleReplica).Define());
        progress.CaughtUp = true;
        progress.SinglesStay = allowSingleReplica;
        progress.Survey = survey;

        var moves = await Move(context.Scope("leaders away"), survey, survey.Led.Where(p => !p.IsAlone));
        progress.HandedOver = moves;
        if (!allowSingleReplica && survey.Alone.Any())
        {
            var singles = new SingleReplicas(services, survey);
            progress.Added = await context.StepAsync(singles.Choose());
            await context.StepAsync(singles.Add(progress.Added));
            moves = [.. moves, .. await Move(context.Scope("single replicas away"), survey, survey.Alone)];
            progress.HandedOver = moves;
        }

        var moved = survey.Led.Where(p => !p.IsAlone || !allowSingleReplica);
        await context.StepAsync(steps.Rejoin(
            "rejoin",
            $"make {tablet} a follower of what it led",
            [.. moved.Select(p => new ReplicaRef(p.Id, p.TidPid, p.StorageMode, tablet) { KnownTerm = moves.TermBefore(p.Id, tablet) })]));
    }

    private StepDefinition<Nothing> Check(bool allowSingleReplica) => new()
    {
        Name = "check",
        Description = $"see whether tablet {tablet} may be taken out of service",
        Kind = StepKind.Observation,
        Execute = async attempt =>
        {
            var obstacles = await new SurveyStep(services, tablet, allowSingleReplica).Obstacles(attempt.CancellationToken);
            return obstacles.Count == 0 ? Nothing.Value : throw new MoveRefusedException(string.Join("; ", obstacles));
        },
        Plan = _ => Task.FromResult(Nothing.Value),
    };

    private Task<IReadOnlyList<LeaderMove>> Move(IRunContext context, TabletSurvey survey, IEnumerable<SurveyedPartition> partitions) =>
        new MoveRunner(services, survey.Leaders).Run(
            context, [.. partitions.Select(p => new MoveGoal(p.Id, p.TidPid, p.StorageMode, tablet, Home: false))], CancellationToken.None);
}
