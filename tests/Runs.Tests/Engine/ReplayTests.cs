using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>A run is left in its step <c>wait</c> by a shutdown and carried on by another playbook than the one that began it.</summary>
public class ReplayTests
{
    [Fact]
    public async Task Replay_DoneSteps_ReturnTheirResultsWithoutRunning()
    {
        await using var harness = new Harness();
        var looked = 0;
        var saw = new List<(int Partition, string Leader)>();
        var view = await InterruptAndResumeAsync(harness, Body, Body);

        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal(1, looked);
        Assert.Equal([(3, "127.0.0.1:10921"), (3, "127.0.0.1:10921")], saw);
        Assert.Equal(["began"], view.Said);

        async Task Body(IRunContext context, Func<Task> wait)
        {
            if (context.Mode == RunMode.Plan) return;
            saw.Add(await context.StepAsync(Steps.Observe("look", () => (3, $"127.0.0.1:{10920 + ++looked}"))));
            await context.SayAsync("began");
            await context.StepAsync(Waiting(wait));
        }
    }

    [Fact]
    public async Task Replay_WithoutARecordedStep_FailsWithBothSidesNamed()
    {
        await using var harness = new Harness();
        var view = await InterruptAndResumeAsync(
            harness,
            async (context, wait) =>
            {
                await context.StepAsync(Steps.Observe("look", () => 1));
                await context.StepAsync(Waiting(wait));
            },
            async (context, _) => await context.StepAsync(Steps.Do("stop", () => Assert.Fail("an effect ran in a mismatched replay"))));

        Assert.Equal(
            (RunState.Failed, "the replay does not match: the journal holds the step look, the playbook asks for stop without it"),
            (view.Summary.State, view.Summary.Reason));
    }

    [Fact]
    public async Task Replay_WithoutAStepOfAnotherScope_FailsBeforeAnyEffect()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { ReplayGrace = TimeSpan.FromMilliseconds(200) };
        var view = await InterruptAndResumeAsync(
            harness,
            async (context, wait) => await context.Scope("node 1").StepAsync(Waiting(wait)),
            async (context, _) => await context.Scope("node 2").StepAsync(Steps.Do("stop", () => Assert.Fail("an effect ran in a mismatched replay"))));

        Assert.Equal(
            (RunState.Failed, "the replay does not match: the journal holds the step node 1/wait, the playbook asks for node 2/stop without it"),
            (view.Summary.State, view.Summary.Reason));
    }

    [Fact]
    public async Task Replay_StepOfAnotherKind_Fails()
    {
        await using var harness = new Harness();
        var view = await InterruptAndResumeAsync(
            harness,
            async (context, wait) => await context.StepAsync(Waiting(wait)),
            async (context, _) => await context.StepAsync(Steps.Observe("wait", () => 1)));

        Assert.Equal(
            (RunState.Failed, "the replay does not match: the journal holds wait as an effect, the playbook asks for it as an observation"),
            (view.Summary.State, view.Summary.Reason));
    }

    [Fact]
    public async Task Replay_EndingEarlier_FailsAndNamesWhatIsStillHeld()
    {
        await using var harness = new Harness();
        var failover = "true";
        var view = await InterruptAndResumeAsync(
            harness,
            async (context, wait) =>
            {
                await using var hold = await context.HoldAsync(Steps.Hold("auto_failover", "false", () => failover, to => failover = to));
                await context.StepAsync(Waiting(wait));
            },
            (_, _) => Task.CompletedTask);

        Assert.Equal(RunState.Failed, view.Summary.State);
        Assert.Equal(
            "the replay does not match: the journal holds the step hold auto_failover/read, the playbook ended without it; auto_failover is still held at false and was true",
            view.Summary.Reason);
    }

    [Fact]
    public async Task Interrupted_EffectThatNobodyCanTell_AsksPeople()
    {
        await using var harness = new Harness();
        var (run, next) = await InterruptAsync(harness, Body(null), Body(() => throw new IOException("no answer")));

        var asking = await UntilAsync(next, run, RunState.AwaitingDecision);
        Assert.Equal("wait: it was interrupted, and nobody can tell whether it happened: no answer", asking.Summary.Reason);
        await next.DecideAsync(run, OnCall, Decision.Abort, null, default);
        Assert.Equal(RunState.Stopped, (await EndAsync(next, run)).Summary.State);

        static Func<IRunContext, Func<Task>, Task> Body(Func<Probe<Nothing>>? probe) => async (context, wait) =>
            await context.StepAsync(Steps.Do("wait", _ => wait(), probe ?? (() => new Probe<Nothing>.Run())));
    }

    [Fact]
    public async Task Interrupted_EffectThatHappened_IsNotRepeatedAndKeepsItsId()
    {
        await using var harness = new Harness();
        var ids = new List<string>();
        var view = await InterruptAndResumeAsync(harness, Body, Body);

        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
        Assert.Equal("looked after the interruption: it had happened", Assert.Single(view.Steps[0].Notes));

        async Task Body(IRunContext context, Func<Task> wait)
        {
            if (context.Mode == RunMode.Plan) return;
            await context.StepAsync(new StepDefinition<Nothing>
            {
                Name = "wait",
                Description = "wait",
                Execute = async attempt =>
                {
                    ids.Add(attempt.EffectId);
                    await wait();
                    return Nothing.Value;
                },
                Probe = attempt =>
                {
                    ids.Add(attempt.EffectId);
                    return Task.FromResult<Probe<Nothing>>(new Probe<Nothing>.Done(Nothing.Value));
                },
            });
        }
    }

    [Fact]
    public async Task Question_UnansweredAtAShutdown_StaysWithItsDeadline()
    {
        await using var harness = new Harness();
        Func<IRunContext, Task> body = context => context.StepAsync(Steps.Do("stop", attempt =>
            attempt.Number == 1 ? throw new IOException("no route") : Task.CompletedTask));
        var first = await harness.StartAsync(body);
        var run = await SubmitAsync(first);
        var until = (await UntilAsync(first, run, RunState.AwaitingDecision)).Steps[0].AskedUntil;
        await first.StopAsync(default);

        var next = await harness.StartAsync(body);
        var store = harness.OpenStore();
        while ((await store.ReadAsync(run, 0, default))[^1].Kind != "resumed") await Task.Delay(10);
        var asking = (await next.FindAsync(run, default))!;
        Assert.Equal("stop: no route", asking.Summary.Reason);
        Assert.NotNull(until);
        Assert.Equal(until, asking.Steps[0].AskedUntil);
        Assert.True((await next.DecideAsync(run, OnCall, Decision.Retry, null, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(next, run)).Summary.State);
        var kinds = (await store.ReadAsync(run, 0, default)).Select(row => row.Kind).ToList();
        Assert.Single(kinds, kind => kind == "decision-asked");
        Assert.Single(kinds, kind => kind == "resumed");
    }

    private static StepDefinition<Nothing> Waiting(Func<Task> wait) => Steps.Do("wait", _ => wait(), () => new Probe<Nothing>.Done(Nothing.Value));

    private static async Task<RunView> InterruptAndResumeAsync(
        Harness harness, Func<IRunContext, Func<Task>, Task> before, Func<IRunContext, Func<Task>, Task> after)
    {
        var (run, next) = await InterruptAsync(harness, before, after);
        return await EndAsync(next, run);
    }

    private static async Task<(RunId Run, RunService Next)> InterruptAsync(
        Harness harness, Func<IRunContext, Func<Task>, Task> before, Func<IRunContext, Func<Task>, Task> after)
    {
        var reached = new TaskCompletionSource();
        var first = await harness.StartAsync(new DelegateProgram((context, stopping) => before(context, async () =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        })));
        var run = await SubmitAsync(first);
        await reached.Task.WaitAsync(Patience);
        await first.StopAsync(default).WaitAsync(Patience);
        Assert.False((await first.FindAsync(run, default))!.Summary.State.IsFinal());
        return (run, await harness.StartAsync(new DelegateProgram((context, _) => after(context, () => Task.CompletedTask))));
    }
}
