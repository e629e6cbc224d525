using Nightshift.Runs.Ownership;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class OwnershipTests
{
    [Fact]
    public async Task TwoEngines_OneCluster_RunOneAfterTheOther()
    {
        await using var harness = new Harness();
        var (inside, most) = (0, 0);
        async Task Body(IRunContext context)
        {
            await context.StepAsync(Steps.Do("work", async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Delay(20);
                Interlocked.Decrement(ref inside);
            }));
        }
        var one = await harness.StartAsync(Body);
        var other = await harness.StartAsync(Body);
        var ids = new List<RunId>();
        for (var i = 0; i < 6; i++) ids.Add(await SubmitAsync(i % 2 == 0 ? one : other));

        foreach (var id in ids) Assert.Equal(RunState.Succeeded, (await EndAsync(one, id)).Summary.State);
        Assert.Equal(1, most);
        var started = (await one.ListAsync(10, default)).OrderBy(run => run.Started).Select(run => run.Id);
        Assert.Equal(ids, started);
    }

    [Fact]
    public async Task TwoClusters_RunAtTheSameTime()
    {
        await using var harness = new Harness();
        var both = new CountdownEvent(2);
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do("work", async attempt =>
        {
            both.Signal();
            while (!both.IsSet) await Task.Delay(5, attempt.CancellationToken);
        })));

        var one = await SubmitAsync(runs, "one");
        var two = await SubmitAsync(runs, "two");

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, one)).Summary.State);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, two)).Summary.State);
    }

    [Fact]
    public async Task StaleOwner_AfterATakeover_WritesNothingMoreAndStopsItsStep()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { LeaseDuration = TimeSpan.FromMilliseconds(600) };
        var (reached, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var stale = await harness.StartAsync(
            new DelegateProgram((context, stopping) => context.StepAsync(
                Steps.Do("work", async attempt =>
                {
                    reached.TrySetResult();
                    await using var registration = attempt.CancellationToken.Register(() => cancelled.TrySetResult());
                    await Task.Delay(Timeout.Infinite, attempt.CancellationToken);
                }),
                stopping)),
            self: new Owner("elsewhere", "boot", "pids", 7, 1, 1));
        var run = await SubmitAsync(stale);
        await reached.Task.WaitAsync(Patience);

        // The owner is alive but was taken for dead: what a paused machine looks like from outside.
        lock (harness.Dead) harness.Dead.Add(new Owner("elsewhere", "boot", "pids", 7, 1, 1));
        var next = await harness.StartAsync(new DelegateProgram((context, stopping) => context.StepAsync(
            Steps.Do("work", _ => Task.CompletedTask, () => new Probe<Nothing>.Run()), stopping)));

        Assert.Equal(RunState.Succeeded, (await EndAsync(next, run)).Summary.State);
        await cancelled.Task.WaitAsync(Patience);
        var kinds = (await harness.OpenStore().ReadAsync(run, 0, default)).Select(row => row.Kind).ToList();
        Assert.DoesNotContain("step-failed", kinds);
        Assert.Equal("ended", kinds[^1]);
        Assert.Null((await harness.VerifyAsync(run)).Broken);
    }

    [Fact]
    public async Task LivingOwner_KeepsItsRuns()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var began = 0;
        Func<IRunContext, Task> body = context => context.StepAsync(Steps.Do("work", _ =>
        {
            Interlocked.Increment(ref began);
            return gate.Task;
        }));
        var owner = await harness.StartAsync(body);
        var run = await SubmitAsync(owner);
        await UntilAsync(owner, run, view => view.Steps.Count == 1);

        var other = await harness.StartAsync(body);
        Assert.Empty(await other.ResumeAllAsync(default));
        gate.SetResult();

        Assert.Equal(RunState.Succeeded, (await EndAsync(other, run)).Summary.State);
        Assert.Equal(1, began);
    }

    [Fact]
    public async Task Watch_RunOfAnotherEngine_ShowsItsEventsAndEnd()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        Func<IRunContext, Task> body = async context =>
        {
            await context.StepAsync(Steps.Do("work", _ => gate.Task));
            await context.SayAsync("done");
        };
        var owner = await harness.StartAsync(body);
        var watcher = await harness.StartAsync(body);
        using var stop = new CancellationTokenSource(Patience);
        var updates = watcher.WatchAsync(null, stop.Token);
        var run = await SubmitAsync(owner);
        await UntilAsync(watcher, run, view => view.Steps.Count == 1);
        gate.SetResult();

        var seen = new List<RunUpdate>();
        await foreach (var update in updates)
        {
            seen.Add(update);
            if (update.State.IsFinal()) break;
        }

        Assert.Contains(seen, update => update is { Event: "said", Text: "done" });
        Assert.Equal((run, "ended", RunState.Succeeded), (seen[^1].Run, seen[^1].Event, seen[^1].State));
    }

    [Fact]
    public async Task Watch_WaitingSentences_AreShownThrottled()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do("wait", async attempt =>
        {
            for (var i = 0; i < 2000; i++) attempt.Waiting($"waits for the lag to become 0, now {i}");
            await Task.Delay(200);
        })));
        using var stop = new CancellationTokenSource(Patience);
        var updates = runs.WatchAsync(null, stop.Token);
        await SubmitAsync(runs);

        var waiting = new List<RunUpdate>();
        await foreach (var update in updates)
        {
            if (update.Event == "waiting") waiting.Add(update);
            if (update.State.IsFinal()) break;
        }

        Assert.InRange(waiting.Count, 1, 50);
        Assert.Equal("waits for the lag to become 0, now 1999", waiting[^1].Text);
        Assert.Equal("wait", waiting[^1].Step!.Path.Value);
    }
}
