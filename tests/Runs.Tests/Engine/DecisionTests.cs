using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class DecisionTests
{
    [Fact]
    public async Task Retry_AfterAFailure_RunsTheNextAttemptUnderAnotherEffectId()
    {
        await using var harness = new Harness();
        var seen = new List<(int Number, string Id)>();
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do("stop", attempt =>
        {
            seen.Add((attempt.Number, attempt.EffectId));
            return seen.Count == 1 ? throw new IOException("connection refused") : Task.CompletedTask;
        })));
        var run = await SubmitAsync(runs);

        var asking = await UntilAsync(runs, run, RunState.AwaitingDecision);
        Assert.Equal("stop: connection refused", asking.Summary.Reason);
        Assert.Equal(StepState.AwaitingDecision, Assert.Single(asking.Steps).State);
        Assert.True((await runs.DecideAsync(run, OnCall, Decision.Retry, null, default)).Accepted);

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal([1, 2], seen.Select(attempt => attempt.Number));
        Assert.NotEqual(seen[0].Id, seen[1].Id);
        Assert.Matches("^[0-9a-f]{32}$", seen[0].Id);
        Assert.Equal(["connection refused", null], view.Steps[0].Attempts.Select(attempt => attempt.Error));
    }

    [Fact]
    public async Task Skip_OnlyWhereAllowed_GoesOnWithTheSkippedResult()
    {
        await using var harness = new Harness();
        string? got = null;
        var runs = await harness.StartAsync(async context => got = await context.StepAsync(new StepDefinition<string>
        {
            Name = "flush", Description = "flush", Execute = Fail, MaySkip = context.Mode == RunMode.Plan || context.Run.Value == 1, SkippedResult = "unflushed",
        }));
        var allowed = await SubmitAsync(runs);
        await UntilAsync(runs, allowed, RunState.AwaitingDecision);
        Assert.True((await runs.DecideAsync(allowed, OnCall, Decision.Skip, new StepPath("flush"), default)).Accepted);
        var view = await EndAsync(runs, allowed);

        Assert.Equal((RunState.Succeeded, StepState.Skipped, "unflushed"), (view.Summary.State, view.Steps[0].State, got));

        var forbidden = await SubmitAsync(runs);
        await UntilAsync(runs, forbidden, RunState.AwaitingDecision);
        var answer = await runs.DecideAsync(forbidden, OnCall, Decision.Skip, null, default);
        Assert.Equal((false, "'flush' may not be skipped; retry or abort"), (answer.Accepted, answer.Sentence));
        await runs.DecideAsync(forbidden, OnCall, Decision.Abort, null, default);
        await EndAsync(runs, forbidden);

        static Task<string> Fail(StepAttempt attempt) => throw new IOException("full memory");
    }

    [Fact]
    public async Task Abort_OfAFailedStep_PutsEverythingBackAndStops()
    {
        await using var harness = new Harness();
        var failover = "true";
        var runs = await harness.StartAsync(async context =>
        {
            await using var hold = await context.HoldAsync(Steps.Hold("auto_failover", "false", () => failover, to => failover = to));
            await context.StepAsync(Steps.Do("stop", _ => throw new IOException("no route")));
            await context.StepAsync(Steps.Do("never", () => Assert.Fail("a step after the abort ran")));
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.AwaitingDecision);

        await runs.DecideAsync(run, OnCall, Decision.Abort, null, default);

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Stopped, "stop: no route; everything was put back"), (view.Summary.State, view.Summary.Reason));
        Assert.Equal("true", failover);
        Assert.Equal(StepState.Abandoned, view.Steps.Single(step => step.Path.Value == "stop").State);
    }

    [Fact]
    public async Task Decision_NobodyTakesInTime_IsTheDefault()
    {
        await using var harness = new Harness();
        var time = new ManualTime();
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do("stop", _ => throw new IOException("no route"))), time);
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.AwaitingDecision);

        var ended = EndAsync(runs, run);
        await MovingAsync(time, ended, TimeSpan.FromMinutes(10));

        var view = await ended;
        Assert.Equal((RunState.Failed, "stop: no route"), (view.Summary.State, view.Summary.Reason));
        Assert.InRange(view.Summary.Ended!.Value - view.Summary.Requested, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(50));
    }

    [Fact]
    public async Task Decide_WhileTwoBranchesAsk_NeedsTheStep()
    {
        await using var harness = new Harness();
        var broken = true;
        var runs = await harness.StartAsync(context => Task.WhenAll(
            context.Scope("a").StepAsync(Steps.Do("stop", _ => broken ? throw new IOException("a fails") : Task.CompletedTask)),
            context.Scope("b").StepAsync(Steps.Do("stop", _ => broken ? throw new IOException("b fails") : Task.CompletedTask))));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count(step => step.State == StepState.AwaitingDecision) == 2);

        var vague = await runs.DecideAsync(run, OnCall, Decision.Retry, null, default);
        Assert.False(vague.Accepted);
        Assert.Contains("'a/stop'", vague.Sentence, StringComparison.Ordinal);
        Assert.Contains("'b/stop'", vague.Sentence, StringComparison.Ordinal);
        var wrong = await runs.DecideAsync(run, OnCall, Decision.Retry, new StepPath("c/stop"), default);
        Assert.Contains("the step 'c/stop' does not ask", wrong.Sentence, StringComparison.Ordinal);
        broken = false;
        Assert.True((await runs.DecideAsync(run, OnCall, Decision.Retry, new StepPath("a/stop"), default)).Accepted);
        await UntilAsync(runs, run, view => view.Steps.Count(step => step.State == StepState.Done) == 1);
        Assert.Equal(RunState.AwaitingDecision, (await runs.FindAsync(run, default))!.Summary.State);
        Assert.True((await runs.DecideAsync(run, OnCall, Decision.Retry, null, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Retry_AfterAnotherBranchWasAborted_BeginsNothing()
    {
        await using var harness = new Harness();
        var attempts = 0;
        var runs = await harness.StartAsync(context => Task.WhenAll(
            context.Scope("a").StepAsync(Steps.Do("stop", _ => throw new IOException("a fails"))),
            context.Scope("b").StepAsync(Steps.Do("stop", _ => ++attempts > 0 ? throw new IOException("b fails") : Task.CompletedTask))));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count(step => step.State == StepState.AwaitingDecision) == 2);

        await runs.DecideAsync(run, OnCall, Decision.Abort, new StepPath("a/stop"), default);
        await UntilAsync(runs, run, view => view.Steps.Any(step => step.State == StepState.Abandoned));
        await runs.DecideAsync(run, OnCall, Decision.Retry, new StepPath("b/stop"), default);

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Stopped, "a/stop: a fails; everything was put back"), (view.Summary.State, view.Summary.Reason));
        Assert.Equal(1, attempts);
        Assert.All(view.Steps, step => Assert.Equal(StepState.Abandoned, step.State));
    }

    [Fact]
    public async Task Report_Failing_DoesNotFailItsStep()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(context => context.StepAsync(new StepDefinition<string>
        {
            Name = "stop", Description = "stop", Execute = _ => Task.FromResult("ok"), Report = _ => throw new FormatException("bad words"),
        }));

        var view = await RunAsync(runs);

        Assert.Equal((RunState.Succeeded, "done; what it reports could not be said: bad words"), (view.Summary.State, view.Steps[0].Report));
    }

    [Fact]
    public async Task Decide_InAnotherEngine_ReachesTheOneThatRuns()
    {
        await using var harness = new Harness();
        var attempts = 0;
        Func<IRunContext, Task> body = context =>
            context.StepAsync(Steps.Do("stop", _ => Interlocked.Increment(ref attempts) == 1 ? throw new IOException("no route") : Task.CompletedTask));
        var runs = await harness.StartAsync(body);
        var other = await harness.StartAsync(body);
        var run = await SubmitAsync(runs);
        await UntilAsync(other, run, RunState.AwaitingDecision);

        Assert.True((await other.DecideAsync(run, OnCall, Decision.Retry, null, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(other, run)).Summary.State);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task WayOut_FailingStep_IsTriedAgainByItselfBeforePeopleAreAsked()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { WayOutPauses = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3)] };
        var ids = new List<string>();
        var runs = await harness.StartAsync(context => context.WayOut("back").StepAsync(Steps.Do("start", attempt =>
        {
            ids.Add(attempt.EffectId);
            return ids.Count < 4 ? throw new IOException("not yet") : Task.CompletedTask;
        })));

        var view = await RunAsync(runs);

        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public async Task WayOut_GivenUp_FailsTheRunAndNamesTheStepAndWhatIsStillHeld()
    {
        await using var harness = new Harness();
        var failover = "true";
        var started = false;
        var runs = await harness.StartAsync(async context =>
        {
            await using var node = new OnTheWayOut(() => context.WayOut("node").StepAsync(Steps.Do("start", () => started = true)));
            await using var hold = await context.HoldAsync(Steps.Hold("auto_failover", "false", () => failover, to => failover = to == "true" ? throw new IOException("nameserver gone") : to));
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.AwaitingDecision);

        await runs.DecideAsync(run, OnCall, Decision.Abort, null, default);

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Failed, view.Summary.State);
        Assert.Equal("release auto_failover/put back: nameserver gone; auto_failover is still held at false and was true", view.Summary.Reason);
        Assert.Single(view.Holds);
        Assert.True(started);
    }

    /// <summary>Moves the clock until the task is done.</summary>
    internal static async Task MovingAsync(ManualTime time, Task task, TimeSpan step)
    {
        for (var i = 0; i < 600 && !task.IsCompleted; i++)
        {
            time.Advance(step);
            await Task.WhenAny(task, Task.Delay(50));
        }
    }

    private sealed class OnTheWayOut(Func<Task> act) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await act();
    }
}
