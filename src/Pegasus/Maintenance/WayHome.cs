using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Brings a replica server back from wherever a run got to: the process runs (on what was installed before, if it never started on the new release) and is a replica again
/// of everything that it was.
/// </summary>
internal sealed class WayHome(ServerSteps steps, ServerProgress progress, ServerHolds holds)
{
    /// <param name="around">The context that the work began in: abandoned there, nothing is known of how far it got.</param>
    public async Task Go(IRunContext context, IRunContext around, Endpoint address)
    {
        if (progress.MayBeDown)
        {
            if (progress.Untried is { } untried) await context.StepAsync(steps.RollBack(untried));
            await steps.Start(context, address, progress.Stopped);
            progress.MayBeDown = false;
            progress.Untried = null;
        }

        if (progress.Survey is { } survey && (progress.MayLack || around.Abandoned)) await Heal(context, survey, mineOnly: true);
    }

    public async Task Heal(IRunContext context, ServerSurvey survey, bool mineOnly)
    {
        if (holds.NoneAdded)
        {
            await context.StepAsync(steps.ReplicasBack(holds.Standing, survey));

            // What is left is the leader's to add, and so is what was back and is thrown out again: a replica that learned while its primary checked the group is a member by the record
            // alone, until the next check.
            await holds.AllowAdding();
        }

        await context.StepAsync(steps.Complete(holds.Standing, survey, mineOnly));
        progress.MayLack = false;
    }
}
