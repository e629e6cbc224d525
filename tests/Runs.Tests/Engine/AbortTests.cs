using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class AbortTests
{
    private string _failover = "true";

    [Fact]
    public async Task Abort_NotNow_FinishesTheStepAndStopsAtTheNextSafePoint()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var runs = await harness.StartAsync(async context =>
        {
            await using var hold = await HoldAsync(context);
            await context.StepAsync(Steps.Do("stop", _ => gate.Task));
            await context.StepAsync(Steps.Do("start", () => { }));
            await context.SafePointAsync("after the node");
            await context.StepAsync(Steps.Do("never", () => Assert.Fail("went past the safe point")));
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Any(step => step.Path.Value == "stop"));

        Assert.True((await runs.AbortAsync(run, OnCall, now: false, default)).Accepted);
        Assert.Equal(RunState.Running, (await runs.FindAsync(run, default))!.Summary.State);
        gate.SetResult();

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Stopped, view.Summary.State);
        Assert.Equal("oncall aborted it; it stopped at the safe point after the node; everything was put back", view.Summary.Reason);
        Assert.All(view.Steps, step => Assert.Equal(StepState.Done, step.State));
        Assert.Equal("true", _failover);
    }

    [Fact]
    public async Task Abort_Now_CancelsTheStepInHandAndWalksTheWayOut()
    {
        await using var harness = new Harness();
        var abandoned = (Before: true, After: false);
        var runs = await harness.StartAsync(async context =>
        {
            abandoned.Before = context.Abandoned;
            try
            {
                await using var hold = await HoldAsync(context);
                await context.StepAsync(Steps.Do("wait", attempt => Task.Delay(Timeout.Infinite, attempt.CancellationToken)));
            }
            finally
            {
                abandoned.After = context.Abandoned;
            }
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Any(step => step.Path.Value == "wait"));

        Assert.True((await runs.AbortAsync(run, OnCall, now: true, default)).Accepted);

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Stopped, "oncall aborted it; everything was put back"), (view.Summary.State, view.Summary.Reason));
        Assert.Equal(StepState.Abandoned, view.Steps.Single(step => step.Path.Value == "wait").State);
        Assert.Equal("true", _failover);
        Assert.Equal((false, true), abandoned);
    }

    [Fact]
    public async Task Abort_NowDuringTheWayOut_DoesNotCancelIt()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var cancelled = false;
        var runs = await harness.StartAsync(async context =>
        {
            await using var hold = await HoldAsync(context);
            await context.WayOut("node").StepAsync(Steps.Do("start", async attempt =>
            {
                await gate.Task;
                cancelled = attempt.CancellationToken.IsCancellationRequested;
            }));
            await context.StepAsync(Steps.Do("never", () => Assert.Fail("a new step began")));
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Any(step => step.Path.Value == "node/start"));

        await runs.AbortAsync(run, OnCall, now: true, default);
        await UntilAsync(runs, run, RunState.Stopping);
        var again = await runs.AbortAsync(run, OnCall, now: true, default);
        Assert.Equal((false, "run 1 is stopping already and puts things back"), (again.Accepted, again.Sentence));
        gate.SetResult();

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Stopped, view.Summary.State);
        Assert.False(cancelled);
        Assert.Equal("true", _failover);
    }

    [Fact]
    public async Task Abort_NotNowInOneOfTwoBranches_LetsTheOtherReachItsOwnSafePoint()
    {
        await using var harness = new Harness();
        var (gateA, gateB) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runs = await harness.StartAsync(context => Task.WhenAll(BranchAsync(context.Scope("a"), gateA), BranchAsync(context.Scope("b"), gateB)));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 2);

        await runs.AbortAsync(run, OnCall, now: false, default);
        gateA.SetResult();
        await UntilAsync(runs, run, RunState.Stopping);
        gateB.SetResult();

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Stopped, view.Summary.State);
        Assert.Equal(["a/start", "a/stop", "b/start", "b/stop"], view.Steps.Select(step => step.Path.Value).Order());
        Assert.All(view.Steps, step => Assert.Equal(StepState.Done, step.State));

        static async Task BranchAsync(IRunContext context, TaskCompletionSource gate)
        {
            await context.StepAsync(Steps.Do("stop", _ => gate.Task));
            await context.StepAsync(Steps.Do("start", () => { }));
            await context.SafePointAsync("between nodes");
            await context.StepAsync(Steps.Do("next", () => { }));
        }
    }

    [Fact]
    public async Task Abort_WhileAStepAsks_GivesTheStepUp()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(async context =>
        {
            await using var hold = await HoldAsync(context);
            await context.StepAsync(Steps.Do("stop", _ => throw new IOException("no route")));
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.AwaitingDecision);

        Assert.True((await runs.AbortAsync(run, OnCall, now: false, default)).Accepted);

        Assert.Equal(RunState.Stopped, (await EndAsync(runs, run)).Summary.State);
        Assert.Equal("true", _failover);
    }

    [Fact]
    public async Task Abort_BeforeTheStart_StopsTheRunWithNothingBegun()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do("stop", () => { })));
        var run = await SubmitAsync(runs, approvers: 1);

        Assert.True((await runs.AbortAsync(run, Operator, now: false, default)).Accepted);

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Stopped, "operator aborted it before it began"), (view.Summary.State, view.Summary.Reason));
        Assert.Empty(view.Steps);
        var late = await runs.AbortAsync(run, Operator, now: true, default);
        Assert.Equal((false, "run 1 was stopped; there is nothing to abort"), (late.Accepted, late.Sentence));
    }

    private Task<IAsyncDisposable> HoldAsync(IRunContext context) =>
        context.HoldAsync(Steps.Hold("auto_failover", "false", () => _failover, to => _failover = to));
}
