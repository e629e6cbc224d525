using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class DeadlineTests
{
    [Fact]
    public async Task Step_PastItsDeadline_FailsWithWhatItWaitedForAndHowLong()
    {
        await using var harness = new Harness();
        var time = new ManualTime();
        var waiting = new TaskCompletionSource();
        var runs = await harness.StartAsync(
            context => context.StepAsync(new StepDefinition<Nothing>
            {
                Name = "catch up",
                Description = "let demo.orders[3] catch up",
                Kind = StepKind.Gate,
                Execute = async attempt =>
                {
                    if (attempt.Number == 1)
                    {
                        time.Advance(TimeSpan.FromSeconds(10));
                        attempt.Waiting("waits for the lag of demo.orders[3] to become 0, now 12,400 records");
                        time.Advance(TimeSpan.FromMinutes(2));
                        attempt.Waiting("waits for the lag of demo.orders[3] to become 0, now 300 records");
                        waiting.SetResult();
                    }
                    await Task.Delay(Timeout.Infinite, attempt.CancellationToken);
                    return Nothing.Value;
                },
            }),
            time);
        var run = await SubmitAsync(runs);
        await waiting.Task.WaitAsync(Patience);
        var live = (await runs.FindAsync(run, default))!.Steps[0];
        Assert.Equal("waits for the lag of demo.orders[3] to become 0, now 300 records", live.WaitsFor);
        Assert.Equal(TimeSpan.FromMinutes(2), time.GetUtcNow() - live.WaitsSince);

        time.Advance(TimeSpan.FromMinutes(8) - TimeSpan.FromSeconds(10));

        var view = await UntilAsync(runs, run, RunState.AwaitingDecision);
        Assert.Equal(
            "let demo.orders[3] catch up: gave up after 10 min; was waiting for: the lag of demo.orders[3] to become 0, now 300 records (for 9 min 50 s)",
            view.Steps[0].Attempts[0].Error);
        Assert.Equal("waits for the lag of demo.orders[3] to become 0, now 300 records", view.Steps[0].WaitsFor);
        await runs.DecideAsync(run, OnCall, Decision.Abort, null, default);
        await EndAsync(runs, run);
    }

    [Fact]
    public async Task Step_IgnoringItsCancellation_HoldsTheRunUntilItEnds()
    {
        await using var harness = new Harness();
        var stubborn = new TaskCompletionSource();
        var attempts = 0;
        var runs = await harness.StartAsync(context => context.StepAsync(Steps.Do(
            "stop", _ => ++attempts == 1 ? stubborn.Task : Task.CompletedTask, deadline: TimeSpan.FromMilliseconds(50))));
        var run = await SubmitAsync(runs);

        var held = await UntilAsync(runs, run, view => view.Steps is [{ Notes.Count: > 0 }]);
        Assert.Equal(RunState.Running, held.Summary.State);
        Assert.Equal("waits for this step to end: it was cancelled 200 ms ago; nothing else is tried until it has", held.Steps[0].WaitsFor);
        Assert.False((await runs.DecideAsync(run, OnCall, Decision.Retry, null, default)).Accepted);
        Assert.Equal(1, attempts);
        stubborn.SetException(new IOException("connection reset"));

        var asks = await UntilAsync(runs, run, RunState.AwaitingDecision);
        Assert.EndsWith("it ended with: connection reset", asks.Steps[0].Attempts[0].Error, StringComparison.Ordinal);
        await runs.DecideAsync(run, OnCall, Decision.Retry, null, default);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Theory]
    [InlineData(340, "340 ms")]
    [InlineData(45_000, "45 s")]
    [InlineData(600_000, "10 min")]
    [InlineData(590_900, "9 min 50 s")]
    [InlineData(7_500_000, "2 h 5 min")]
    [InlineData(108_000_000, "30 h")]
    public void Span_IsSaidInItsTwoLargestUnits(int milliseconds, string said) =>
        Assert.Equal(said, Runs.Engine.Sentences.Span(TimeSpan.FromMilliseconds(milliseconds)));
}
