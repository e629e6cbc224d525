using Nightshift.Runs.Ownership;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>Which process carries on with what a killed one left, and how.</summary>
public class TakingOverTests
{
    private static readonly Owner Killed = new("here", "boot", "pids", 7, 1, 1);

    [Fact]
    public async Task Watching_ARunLeftByAKilledProcess_ShowsItAndLeavesItAlone()
    {
        await using var harness = new Harness();
        var run = await LeaveAsync(harness);
        var watcher = harness.Create(Works());
        await watcher.StartWatchingAsync(default);
        var own = await SubmitAsync(watcher, "another");
        Assert.Equal(RunState.Succeeded, (await EndAsync(watcher, own)).Summary.State);
        await Task.Delay(harness.Options.PollInterval * 5);

        Assert.Equal(RunState.Running, (await watcher.FindAsync(run, default))!.Summary.State);
        Assert.Equal(Killed, (await harness.OpenStore().FindAsync(run, default))!.Lease.Owner);
        Assert.Empty(watcher.Carried);

        Assert.Equal([run], await watcher.ResumeAllAsync(default));
        Assert.Equal(RunState.Succeeded, (await EndAsync(watcher, run)).Summary.State);
    }

    [Fact]
    public async Task Watching_AfterResumeAll_AlsoTakesWhatIsLeftLater()
    {
        await using var harness = new Harness();
        var watcher = harness.Create(Works());
        await watcher.StartWatchingAsync(default);
        Assert.Empty(await watcher.ResumeAllAsync(default));

        var run = await LeaveAsync(harness);

        Assert.Equal(RunState.Succeeded, (await EndAsync(watcher, run)).Summary.State);
    }

    [Fact]
    public async Task DecisionDeadline_OfARunThatIsTakenOver_IsTheOneItWasSubmittedWith()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.FromMinutes(30) };
        var asked = await LeaveAsync(harness);
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.Zero };
        var notAsked = await LeaveAsync(harness, "another");

        // A command in a pipe takes the first over, a program that serves the second.
        var piped = await harness.StartAsync(Fails());
        await UntilAsync(piped, asked, RunState.AwaitingDecision);
        Assert.Equal(RunState.Failed, (await EndAsync(piped, notAsked)).Summary.State);
        Assert.Equal(RunState.AwaitingDecision, (await piped.FindAsync(asked, default))!.Summary.State);
        await piped.StopAsync(default);

        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.FromMinutes(30) };
        var next = await LeaveAsync(harness, "third", deadline: TimeSpan.Zero);
        var serves = await harness.StartAsync(Fails());
        Assert.Equal(RunState.Failed, (await EndAsync(serves, next)).Summary.State);
    }

    private static DelegateProgram Works() => new((context, stopping) => context.StepAsync(
        Steps.Do("work", _ => Task.CompletedTask, () => new Probe<Nothing>.Run()), stopping));

    private static DelegateProgram Fails() => new((context, stopping) => context.StepAsync(
        Steps.Do("work", _ => throw new IOException("no route"), () => new Probe<Nothing>.Run()), stopping));

    /// <summary>A run whose process was killed inside its step.</summary>
    private static async Task<RunId> LeaveAsync(Harness harness, string cluster = "demo", TimeSpan? deadline = null)
    {
        var options = harness.Options;
        harness.Options = options with { DecisionDeadline = deadline ?? options.DecisionDeadline };
        var crash = new Crash(1);
        var dying = harness.Create(
            new DelegateProgram((context, stopping) => context.StepAsync(Steps.Do("work", _ => crash.MomentAsync()), stopping)),
            new CrashingStore(harness.OpenStore(), crash, counted: false),
            self: Killed);
        var run = await SubmitAsync(dying, cluster);
        await crash.Dead.WaitAsync(Patience);
        harness.Forget(dying);
        harness.Options = options;
        lock (harness.Dead) harness.Dead.Add(Killed);
        return run;
    }
}
