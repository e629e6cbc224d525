using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>A way out that fails too.</summary>
public class WayOutTests
{
    private string _failover = "true";
    private volatile bool _stuck = true;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WayOut_GivenUp_FailsWithWhatIsLeftAndTheCommandsThatPutItRight(bool byDeadline)
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { DecisionDeadline = byDeadline ? TimeSpan.Zero : TimeSpan.FromMinutes(30), WayOutPauses = [TimeSpan.Zero] };
        var runs = await harness.StartAsync(BodyAsync);
        var run = await SubmitAsync(runs);
        if (!byDeadline)
        {
            await UntilAsync(runs, run, RunState.AwaitingDecision);
            await runs.AbortAsync(run, OnCall, now: false, default);
            foreach (var step in (string[])["node/start", "release auto_failover/put back"])
            {
                var asks = await UntilAsync(runs, run, view => view.Steps.Any(asked => asked.Path.Value == step && asked.State == StepState.AwaitingDecision));
                Assert.Equal(2, asks.Steps.Single(asked => asked.Path.Value == step).Attempts.Count);
                var given = await runs.AbortAsync(run, OnCall, now: false, default);
                Assert.True(given.Accepted, given.Sentence);
                Assert.StartsWith($"run 1 gives up '{step}'", given.Sentence, StringComparison.Ordinal);
            }
        }

        var view = await EndAsync(runs, run);

        Assert.Equal(RunState.Failed, view.Summary.State);
        Assert.EndsWith(
            "auto_failover is still held at false and was true; not done: start n1; by hand: bin/start.sh start tablet; curl -d 'true' http://ns/auto_failover",
            view.Summary.Reason,
            StringComparison.Ordinal);
        Assert.Equal(
            [
                new LeftUndone(new StepPath("node/start"), "start n1", "bin/start.sh start tablet"),
                new LeftUndone(new StepPath("release auto_failover/put back"), "put back auto_failover: false → true", "curl -d 'true' http://ns/auto_failover"),
            ],
            view.LeftUndone);
    }

    [Fact]
    public async Task WayOut_RetriedByPeople_PutsTheRestBack()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(BodyAsync);
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.AwaitingDecision);
        await runs.DecideAsync(run, OnCall, Decision.Abort, null, default);
        await UntilAsync(runs, run, view => view.Steps.Any(asked => asked is { WayOut: true, State: StepState.AwaitingDecision }));

        Assert.True((await runs.PauseAsync(run, OnCall, now: false, "fetching somebody", default)).Accepted);
        Assert.Null((await runs.FindAsync(run, default))!.Steps.Single(step => step.State == StepState.AwaitingDecision).AskedUntil);
        _stuck = false;
        Assert.True((await runs.DecideAsync(run, OnCall, Decision.Retry, null, default)).Accepted);

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Stopped, "true"), (view.Summary.State, _failover));
        Assert.Empty(view.LeftUndone);
        Assert.Null(view.Pause);
    }

    private async Task BodyAsync(IRunContext context)
    {
        await using var hold = await context.HoldAsync(new HoldDefinition
        {
            Setting = "auto_failover",
            Value = "false",
            Read = _ => Task.FromResult(_failover),
            Write = (to, _) =>
            {
                if (_stuck && to == "true") throw new IOException("no nameserver");
                _failover = to;
                return Task.CompletedTask;
            },
            ByHand = "curl -d '{before}' http://ns/auto_failover",
        });
        await using var started = new Started(context, () => _stuck);
        await context.StepAsync(Steps.Do("stop", _ => throw new IOException("no route")));
    }

    private sealed class Started(IRunContext context, Func<bool> stuck) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await context.WayOut("node").StepAsync(new StepDefinition<Nothing>
        {
            Name = "start",
            Description = "start n1",
            ByHand = "bin/start.sh start tablet",
            Execute = _ => stuck() ? throw new IOException("exec format error") : Task.FromResult(Nothing.Value),
        });
    }
}
