using Nightshift.Clusters;
using Nightshift.OpenMldb.Maintenance;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>
/// Puts right what was left behind, each part by the steps that maintenance has for it: replicas follow again, stopped tablets come back, leaders go home, added copies go,
/// and last the setting and the vendor's file. Begins by looking, and leaves alone what is as it should be.
/// </summary>
internal sealed class Tidying(string cluster, MaintenanceServices services, LeftBehindReader reader, VendorTool vendor, IRunsOfClusters runs)
{
    private const string Clean = "nothing was left behind, there is nothing to do";

    public async Task Run(IRunContext context)
    {
        var scope = context.Scope("tidy");
        var left = await scope.StepAsync(Look(context.Run));
        if (left.IsNothing)
        {
            await context.SayAsync(Clean);
            return;
        }

        if (left.TouchesPlacement) await Place(scope, left);
        var steps = new TidySteps(cluster, services, vendor);
        if (left.Ops.Any(op => op.MayBeDeleted)) await scope.StepAsync(steps.DeleteOps([.. left.Ops.Where(op => op.MayBeDeleted)]));
        if (left.Failover is not null) await scope.StepAsync(steps.FailoverOn());
        foreach (var file in left.Settled) await scope.StepAsync(steps.SetAside(file, context.Run));
    }

    private async Task Place(IRunContext scope, LeftBehind left)
    {
        await using var hold = await scope.HoldAsync(AutoFailoverHold.Off(services.Client, services.ByHand));
        var steps = new TidySteps(cluster, services, vendor);
        if (left.NotAlive.Count > 0) await scope.StepAsync(steps.Rejoin(left.NotAlive));
        foreach (var tablet in left.Tablets)
        {
            await scope.SafePointAsync($"before {tablet.Tablet}");

            // Not called like a node that is taken in hand: nothing is taken away here, and what is away already is what is to be put right.
            var there = scope.Scope($"home {tablet.Tablet}");
            await new WayHome(services, tablet.Tablet, new TabletSteps(services, tablet.Tablet), Progress(tablet)).Go(there, there, tablet.Survey);
        }
    }

    private static TabletProgress Progress(LeftTablet tablet) => new()
    {
        Survey = tablet.Survey,
        MayBeDown = tablet.IsDown,
        CaughtUp = !tablet.IsDown,
        Stopped = tablet.Stopped,
        Untried = tablet.Untried is { } release ? new Release(release, "") : null,
        Added = tablet.Added,
    };

    private StepDefinition<LeftBehind> Look(RunId own) => new()
    {
        Name = "left behind",
        Description = "see what dead runs and the vendor's tool left behind",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(5),
        Execute = async attempt =>
        {
            var left = await Read(own, attempt.CancellationToken);
            foreach (var leak in LeakSentences.Report(left, "").Leaks) attempt.Note(leak.ToString());
            foreach (var unseen in left.Unseen) attempt.Note($"not seen: {unseen}");
            return left.Obstacles.Count == 0 ? left : throw new MoveRefusedException(string.Join("; ", left.Obstacles));
        },
        Plan = plan => Plan(plan, own),
        Report = left => left.IsNothing ? Clean : $"{LeakSentences.Report(left, "").Leaks.Count} things were left behind",
    };

    private async Task<LeftBehind> Plan(PlanBuilder plan, RunId own)
    {
        var left = await Read(own, CancellationToken.None);
        var leaks = LeakSentences.Report(left, "").Leaks;
        plan.Describe(left.IsNothing ? Clean : $"{leaks.Count} things were left behind and are put right");
        foreach (var leak in leaks) plan.Detail(leak.ToString());
        foreach (var unseen in left.Unseen) plan.Detail($"not seen, and so not put right: {unseen}");
        foreach (var obstacle in left.Obstacles) plan.Obstacle(obstacle);
        foreach (var moved in left.Tablets.SelectMany(tablet => tablet.Elsewhere).GroupBy(partition => partition.TableId))
            plan.Impact(new PlanImpact(moved.Key.ToString(), LeadersMoved: moved.Count()));
        return left;
    }

    private async Task<LeftBehind> Read(RunId own, CancellationToken cancellationToken) =>
        await reader.Read((await runs.ReadAsync(cluster, cancellationToken)).Except(own), cancellationToken);
}
