using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Leaks;

/// <summary>
/// Puts the leader's settings right that were left behind, the level last: once it is up again the balancer may move what the other settings keep in place. Begins by looking,
/// and leaves alone what is as it should be.
/// </summary>
internal sealed class Tidying(string cluster, IPegasusClient client, LeftBehindReader reader, IRunsOfClusters runs)
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

        foreach (var setting in left.Settings.OrderBy(setting => setting.Name == HeldSettings.Level)) await scope.StepAsync(PutBack(setting));
    }

    private StepDefinition<Nothing> PutBack(LeftSetting setting) => new()
    {
        Name = $"put back {setting.Name}",
        Description = $"set {setting.Name}: {(setting.Live.Length == 0 ? "empty" : setting.Live)} → {(setting.Usual.Length == 0 ? "empty" : setting.Usual)} on {cluster}",
        Execute = async attempt =>
        {
            if (setting.Name == HeldSettings.Level) await client.Meta.SetLevel(Enum.Parse<MetaLevel>(setting.Usual, ignoreCase: true), attempt.CancellationToken);
            else await client.Meta.SetSetting(setting.Name, setting.Usual.Length == 0 ? "clear" : setting.Usual, attempt.CancellationToken);
            return Nothing.Value;
        },
        Probe = _ => Task.FromResult<Probe<Nothing>>(new Probe<Nothing>.Run()),
        MaySkip = true,
        Plan = plan =>
        {
            if (setting is { Name: HeldSettings.Level, Usual: "lively" }) plan.Risk(RiskTier.Elevated, "at level lively the balancer moves replicas by itself");
            return Task.FromResult(Nothing.Value);
        },
        Report = _ => $"{setting.Name} is {(setting.Usual.Length == 0 ? "empty" : setting.Usual)}",
    };

    private StepDefinition<LeftBehind> Look(RunId own) => new()
    {
        Name = "left behind",
        Description = "see what dead runs and other tools left behind",
        Kind = StepKind.Observation,
        Deadline = TimeSpan.FromMinutes(2),
        Execute = async attempt =>
        {
            var left = await Read(own, attempt.CancellationToken);
            foreach (var leak in LeakSentences.Report(left, "").Leaks) attempt.Note(leak.ToString());
            foreach (var unseen in left.Unseen) attempt.Note($"not seen: {unseen}");
            return left.Obstacles.Count == 0 ? left : throw new InvalidOperationException(string.Join("; ", left.Obstacles));
        },
        Plan = plan => Plan(plan, own),
        Report = left => left.IsNothing ? Clean : $"{left.Settings.Count} setting(s) were left behind",
    };

    private async Task<LeftBehind> Plan(PlanBuilder plan, RunId own)
    {
        var left = await Read(own, CancellationToken.None);
        plan.Describe(left.IsNothing ? Clean : $"{left.Settings.Count} setting(s) were left behind and are put right");
        foreach (var leak in LeakSentences.Report(left, "").Leaks) plan.Detail(leak.ToString());
        foreach (var unseen in left.Unseen) plan.Detail($"not seen, and so not put right: {unseen}");
        foreach (var obstacle in left.Obstacles) plan.Obstacle(obstacle);
        return left;
    }

    private async Task<LeftBehind> Read(RunId own, CancellationToken cancellationToken) =>
        await reader.Read((await runs.ReadAsync(cluster, cancellationToken)).Except(own), cancellationToken);
}
