using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Brings a tablet back to what a survey recorded, from wherever a run got to: the process runs (on what was installed before, if it never started on the new release),
/// everything is loaded and caught up, the same partitions are led as before, added replicas are gone.
/// </summary>
internal sealed class WayHome(MaintenanceServices services, Endpoint tablet, TabletSteps steps, TabletProgress progress)
{
    /// <param name="around">The context that the work began in: abandoned there, nothing is known of how far it got.</param>
    public async Task Go(IRunContext context, IRunContext around, TabletSurvey survey)
    {
        if (progress.MayBeDown) await BringUp(context);
        if (!progress.CaughtUp || around.Abandoned)
        {
            var replicas = progress.Stopped?.Replicas ?? survey.AsStopped(progress.HandedOver);
            await context.StepAsync(steps.Start(progress.MonAtHome, null));
            await context.StepAsync(steps.Load(replicas));
            await context.StepAsync(steps.CatchUp(replicas, wasAway: progress.Stopped is not null));
        }

        var led = survey.Led.Where(p => !p.IsAlone || !progress.LeftAlone(p)).ToList();
        var moves = await new MoveRunner(services, survey.Leaders).Run(
            context.Scope("leaders home"), [.. led.Select(p => new MoveGoal(p.Id, p.TidPid, p.StorageMode, tablet, Home: true))], CancellationToken.None);
        await context.StepAsync(steps.Rejoin(
            "rejoin",
            $"make the tablets that stood in followers of {tablet}",
            [.. from partition in led
                from other in partition.Others
                where other.IsAlive
                select new ReplicaRef(partition.Id, partition.TidPid, partition.StorageMode, other.Tablet) { KnownTerm = moves.TermBefore(partition.Id, other.Tablet) }]));
        if (!progress.SinglesStay && survey.Alone.Any())
            await context.StepAsync(new SingleReplicas(services, survey).Delete(progress.Added ?? []));
        await context.StepAsync(new AsRecorded(services, survey).Check());
    }

    private async Task BringUp(IRunContext context)
    {
        if (progress.Untried is { } untried) await context.StepAsync(steps.RollBack(untried));
        await context.StepAsync(steps.Start(progress.MonAtHome, progress.Stopped?.Node));
        progress.MayBeDown = false;
    }
}
