using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class RunningTests
{
    [Fact]
    public async Task Run_WithoutApprovers_RunsItsStepsInOrderAndSucceeds()
    {
        await using var harness = new Harness();
        var done = new List<string>();
        var runs = await harness.StartAsync(async context =>
        {
            var lag = await context.StepAsync(Steps.Observe("lag", () => 5));
            await context.StepAsync(Steps.Do("stop", () => done.Add($"stop at {lag}")));
            await context.Scope("node").StepAsync(Steps.Do("start", () => done.Add("start")));
            await context.SayAsync("it is back");
        });

        var view = await RunAsync(runs);

        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal(["stop at 5", "start"], done);
        Assert.Equal(["lag", "stop", "node/start"], view.Steps.Select(step => step.Path.Value));
        Assert.All(view.Steps, step => Assert.Equal(StepState.Done, step.State));
        Assert.Equal(["it is back"], view.Said);
        Assert.Null((await harness.VerifyAsync(view.Summary.Id)).Broken);
    }

    [Fact]
    public async Task Step_NameRepeatedInAScope_GetsANumber()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(async context =>
        {
            for (var i = 0; i < 3; i++) await context.Scope("a/b").StepAsync(Steps.Observe("look", () => i));
        });

        var view = await RunAsync(runs);

        Assert.Equal(["a∕b/look", "a∕b/look (2)", "a∕b/look (3)"], view.Steps.Select(step => step.Path.Value));
    }

    [Fact]
    public async Task Hold_AroundABody_IsShownWhileHeldAndPutBack()
    {
        await using var harness = new Harness();
        var failover = "true";
        IReadOnlyList<HoldView>? seen = null;
        RunService? runs = null;
        runs = await harness.StartAsync(async context =>
        {
            await using (await context.HoldAsync(Steps.Hold("auto_failover", "false", () => failover, to => failover = to)))
                await context.StepAsync(Steps.Do("work", async _ => seen = (await runs!.FindAsync(context.Run, default))!.Holds));
        });

        var view = await RunAsync(runs);

        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal("true", failover);
        var hold = Assert.Single(seen!);
        Assert.Equal(("auto_failover", "true", "false"), (hold.Setting, hold.Before, hold.Value));
        Assert.Empty(view.Holds);
    }

    [Fact]
    public async Task Body_Throwing_FailsTheRunAfterItsWayOut()
    {
        await using var harness = new Harness();
        var failover = "true";
        var runs = await harness.StartAsync(async context =>
        {
            await using var hold = await context.HoldAsync(Steps.Hold("auto_failover", "false", () => failover, to => failover = to));
            if (context.Mode == RunMode.Execute) throw new InvalidOperationException("the playbook has a fault");
        });

        var view = await RunAsync(runs);

        Assert.Equal((RunState.Failed, "the playbook has a fault"), (view.Summary.State, view.Summary.Reason));
        Assert.Equal("true", failover);
    }
}
