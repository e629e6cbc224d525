using Nightshift.Runs.Ownership;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class PauseTests
{
    private readonly List<string> _done = [];
    private string _failover = "true";

    [Fact]
    public async Task Pause_Plain_WaitsAtTheNextSafePointUntilResumed()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var runs = await harness.StartAsync(context => NodesAsync(context, gate));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);

        Assert.Equal((true, "run 1 pauses at its next safe point, until /resume 1"), Told(await runs.PauseAsync(run, OnCall, now: false, "look at the lag", default)));
        Assert.Equal((false, "oncall paused run 1 already; /resume 1 lets it go on"), Told(await runs.PauseAsync(run, OnCall, now: false, null, default)));
        var asked = (await runs.FindAsync(run, default))!;
        Assert.Equal((RunState.Running, "oncall asked to pause at the next safe point: look at the lag"), (asked.Summary.State, asked.Summary.Reason));
        gate.SetResult();

        var paused = await UntilAsync(runs, run, RunState.Paused);
        Assert.Equal("paused by oncall: look at the lag; /resume 1 lets it go on", paused.Summary.Reason);
        Assert.Equal((OnCall, false), (paused.Pause!.By, paused.Pause.Now));
        Assert.Equal(["before n2"], paused.Pause.At.Select(path => path.Value));
        Assert.Equal(["stop n1", "start n1"], _done);
        Assert.Equal((true, "run 1 goes on"), Told(await runs.ResumeAsync(run, Third, anyway: false, default)));

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Succeeded, null), (view.Summary.State, view.Pause));
        Assert.Equal(["stop n1", "start n1", "stop n2", "start n2"], _done);
    }

    [Fact]
    public async Task Pause_Now_LetsWhatIsInHandFinishAndWaitsBeforeTheNextEffect()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var runs = await harness.StartAsync(context => NodesAsync(context, gate));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);

        await runs.PauseAsync(run, OnCall, now: true, null, default);
        Assert.Equal(RunState.Running, (await runs.FindAsync(run, default))!.Summary.State);
        gate.SetResult();

        var paused = await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At.Count: 1 });
        Assert.Equal(["n1/start"], paused.Pause!.At.Select(path => path.Value));
        Assert.Contains(paused.Steps, step => step is { Path.Value: "n1/look", State: StepState.Done });
        Assert.Equal(["stop n1"], _done);
        await runs.ResumeAsync(run, OnCall, anyway: false, default);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Abort_WhilePaused_WalksBackAtOnce(bool pausedNow, bool now)
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var runs = await harness.StartAsync(async context =>
        {
            await using var hold = await context.HoldAsync(Steps.Hold("auto_failover", "false", () => _failover, to => _failover = to));
            await NodesAsync(context, gate);
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Any(step => step.Path.Value == "n1/stop"));
        await runs.PauseAsync(run, OnCall, pausedNow, null, default);
        gate.SetResult();
        await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At.Count: 1 });

        Assert.Equal((true, "run 1 gives up what it is doing and puts things back"), Told(await runs.AbortAsync(run, Third, now, default)));

        var view = await EndAsync(runs, run);
        Assert.True(view.Summary.State == RunState.Stopped, view.Summary.Reason);
        Assert.Equal("true", _failover);
        Assert.DoesNotContain("stop n2", _done);
    }

    [Fact]
    public async Task Abort_BeforeAPauseNowTookHold_FinishesTheEffectInHandAndBeginsNoOther()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var runs = await harness.StartAsync(context => NodesAsync(context, gate));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);
        await runs.PauseAsync(run, OnCall, now: true, null, default);

        await runs.AbortAsync(run, OnCall, now: false, default);
        Assert.Equal(RunState.Stopping, (await runs.FindAsync(run, default))!.Summary.State);
        gate.SetResult();

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Stopped, "oncall aborted it when it was to pause; everything was put back"), (view.Summary.State, view.Summary.Reason));
        Assert.Equal(["stop n1"], _done);
    }

    [Fact]
    public async Task Pause_WhileAStepAsks_LetsTheTimeToDecideStandStill()
    {
        await using var harness = new Harness();
        var time = new ManualTime();
        var broken = true;
        var runs = await harness.StartAsync(
            context => context.StepAsync(Steps.Do("stop", _ => broken ? throw new IOException("no route") : Task.CompletedTask)), time);
        var run = await SubmitAsync(runs);
        var asks = await UntilAsync(runs, run, RunState.AwaitingDecision);
        Assert.Equal(Decision.Abort, asks.Steps[0].DefaultDecision);
        time.Advance(TimeSpan.FromMinutes(20));

        Assert.True((await runs.PauseAsync(run, OnCall, now: false, null, default)).Accepted);
        time.Advance(TimeSpan.FromDays(3));
        var paused = (await runs.FindAsync(run, default))!;
        Assert.Equal(RunState.AwaitingDecision, paused.Summary.State);
        Assert.Equal("stop: no route; paused by oncall, so the time to decide stands still", paused.Summary.Reason);
        Assert.Null(paused.Steps[0].AskedUntil);
        Assert.True((await runs.ResumeAsync(run, OnCall, anyway: false, default)).Accepted);

        var on = (await runs.FindAsync(run, default))!;
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromMinutes(10), on.Steps[0].AskedUntil);
        broken = false;
        Assert.True((await runs.DecideAsync(run, OnCall, Decision.Retry, null, default)).Accepted);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Crash_WhilePaused_IsPausedAgainWithItsLock()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        gate.SetResult();
        var self = new Owner("here", "boot", "pids", 1, 1, 1);
        var dying = harness.Create(
            new DelegateProgram((context, _) => NodesAsync(context, gate, pauseHere: () => harness.First!.PauseAsync(context.Run, OnCall, false, null, default))), self: self);
        harness.First = dying;
        var run = await SubmitAsync(dying);
        await UntilAsync(dying, run, RunState.Paused);
        await dying.StopAsync(default);

        var next = await harness.StartAsync(context => NodesAsync(context, gate));
        var behind = await SubmitAsync(next);
        await UntilAsync(next, behind, view => view.Summary.Reason is not null);
        var paused = await UntilAsync(next, run, RunState.Paused);
        Assert.Equal(["before n2"], paused.Pause!.At.Select(path => path.Value));
        Assert.Equal(RunState.Queued, (await next.FindAsync(behind, default))!.Summary.State);
        Assert.Equal(["stop n1", "start n1"], _done);
        Assert.True((await next.ResumeAsync(run, OnCall, anyway: false, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(next, run)).Summary.State);
        Assert.Equal(RunState.Succeeded, (await EndAsync(next, behind)).Summary.State);
        Assert.Null((await harness.VerifyAsync(run)).Broken);
    }

    [Fact]
    public async Task Pause_NowDuringTheWayOut_DoesNotHoldIt()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var runs = await harness.StartAsync(async context =>
        {
            await context.WayOut("node").StepAsync(Steps.Do("first", _ => gate.Task));
            await context.WayOut("node").StepAsync(Steps.Do("second", () => _done.Add("second")));
            await context.StepAsync(Steps.Do("next", () => _done.Add("next")));
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);
        await runs.PauseAsync(run, OnCall, now: true, null, default);
        gate.SetResult();

        await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At: [{ Value: "next" }] });
        Assert.Equal(["second"], _done);
        await runs.ResumeAsync(run, OnCall, anyway: false, default);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    private async Task NodesAsync(IRunContext context, TaskCompletionSource gate, Func<Task>? pauseHere = null)
    {
        foreach (var node in (string[])["n1", "n2"])
        {
            await context.SafePointAsync($"before {node}");
            var scope = context.Scope(node);
            await scope.StepAsync(Steps.Do("stop", async _ =>
            {
                await gate.Task;
                _done.Add($"stop {node}");
            }));
            await scope.StepAsync(Steps.Observe("look", () => node));
            if (pauseHere is not null) await pauseHere();
            await scope.StepAsync(Steps.Do("start", () => _done.Add($"start {node}")));
        }
    }

    private static (bool, string) Told(Answer answer) => (answer.Accepted, answer.Sentence);
}
