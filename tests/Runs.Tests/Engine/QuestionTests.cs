using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class QuestionTests
{
    private readonly List<string> _answers = [];

    [Fact]
    public async Task Ask_IsAnsweredByOneOfItsChoicesAndReplayedFromTheJournal()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(AskAsync);
        var run = await SubmitAsync(runs);
        var asks = await UntilAsync(runs, run, RunState.AwaitingDecision);
        Assert.Equal("which: is the lag acceptable? (yes, wait)", asks.Summary.Reason);
        Assert.Equal(["yes", "wait"], asks.Steps[0].Choices);
        var until = asks.Steps[0].AskedUntil;
        await runs.StopAsync(default);

        var next = await harness.StartAsync(AskAsync);
        Assert.Equal(until, (await UntilAsync(next, run, RunState.AwaitingDecision)).Steps[0].AskedUntil);
        Assert.Equal((false, "'maybe' is not among the choices: yes, wait"), Told(await next.AnswerAsync(run, OnCall, "maybe", null, default)));
        Assert.Equal((false, "'which' asks a question: /answer 1 yes|wait"), Told(await next.DecideAsync(run, OnCall, Decision.Retry, null, default)));
        Assert.Equal((true, "answers 'wait' to 'which'"), Told(await next.AnswerAsync(run, OnCall, "WAIT", null, default)));

        var view = await EndAsync(next, run);
        Assert.Equal((RunState.Succeeded, "is the lag acceptable?: wait"), (view.Summary.State, view.Steps[0].Report));
        Assert.Equal(["wait"], _answers);
    }

    [Fact]
    public async Task Ask_UnansweredInTime_GivesTheRunUp()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.Zero };
        var runs = await harness.StartAsync(AskAsync);

        var view = await RunAsync(runs);

        Assert.Equal((RunState.Failed, "which: nobody answered in time"), (view.Summary.State, view.Summary.Reason));
        Assert.Empty(_answers);
    }

    [Fact]
    public async Task Ask_Aborted_StopsTheRun()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(AskAsync);
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, RunState.AwaitingDecision);

        await runs.AbortAsync(run, OnCall, now: false, default);

        Assert.Equal(RunState.Stopped, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Ask_InAPlan_TakesTheFirstChoice()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(AskAsync);

        var plan = await runs.PlanAsync(Request(), default);

        Assert.Equal(["asks people: yes, wait; the plan goes on with 'yes'"], plan.Steps[0].Details);
    }

    private async Task AskAsync(IRunContext context)
    {
        var answer = await context.AskAsync("which", "is the lag acceptable?", ["yes", "wait"]);
        if (context.Mode == RunMode.Execute) _answers.Add(answer);
    }

    private static (bool, string) Told(Answer answer) => (answer.Accepted, answer.Sentence);
}
