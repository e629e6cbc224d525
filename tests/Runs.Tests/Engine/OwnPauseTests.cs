using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>Pauses that the program itself asks for, while the channel is away in which people are asked.</summary>
public class OwnPauseTests
{
    private const string Why = "the channel is away";
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _violated;

    [Fact]
    public async Task Resume_WhatAGuardHoldsToo_IsForPeople()
    {
        await using var harness = Fast();
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);
        Assert.True((await runs.PauseAsync(run, PersonId.Nightshift, now: false, Why, default)).Accepted);
        _violated = true;
        var held = await UntilAsync(runs, run, view => view.GuardViolations.Count == 1);
        Assert.Equal((PersonId.Nightshift, true, Why), (held.Pause!.By, held.Pause.Now, held.Pause.Reason));
        _first.SetResult();
        _violated = false;
        var stands = await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, GuardViolations: [{ Until: not null }] });
        Assert.Matches($"^held: {Why}; the guard 'enough tablets' is violated since .*: 1 is left \\(it holds again\\); /resume 1 lets it go on$", stands.Summary.Reason);

        Assert.False((await runs.ResumeAsync(run, PersonId.Nightshift, anyway: false, default)).Accepted);
        Assert.NotNull((await runs.FindAsync(run, default))!.Pause);
        Assert.True((await runs.ResumeAsync(run, OnCall, anyway: false, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_WhereTheClusterChanged_ConfirmsNothing(bool isPaused)
    {
        await using var life = new Life();
        await life.ToDriftAsync(approvers: 0);
        if (isPaused) Assert.True((await life.Runs.PauseAsync(life.Run, PersonId.Nightshift, now: false, Why, default)).Accepted);

        await life.Runs.ResumeAsync(life.Run, PersonId.Nightshift, anyway: false, default);

        var stands = await life.ViewAsync();
        Assert.Equal((RunState.Paused, 1), (stands.Summary.State, stands.Drifts.Count));
        Assert.Empty(stands.Drifts[0].Confirmations);
        Assert.True((await life.Runs.ResumeAsync(life.Run, OnCall, anyway: false, default)).Accepted);
        await life.UntilAsync(view => view.Drifts.Count == 0);
    }

    [Fact]
    public async Task Resume_WhatAPersonPaused_IsForPeople()
    {
        await using var life = new Life();
        await life.ToAsync(RunState.Paused);

        Assert.False((await life.Runs.PauseAsync(life.Run, PersonId.Nightshift, now: false, Why, default)).Accepted);
        Assert.False((await life.Runs.ResumeAsync(life.Run, PersonId.Nightshift, anyway: false, default)).Accepted);

        Assert.Equal(OnCall, (await life.ViewAsync()).Pause!.By);
    }

    [Fact]
    public async Task Pause_WhereNobodyIsAsked_StandsUntilTheProgramEndsIt()
    {
        await using var harness = Fast();
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.Zero };
        var runs = await harness.StartAsync(async context =>
        {
            await context.StepAsync(Steps.Do("first", attempt => _first.Task.WaitAsync(attempt.CancellationToken)));
            await context.SafePointAsync("between");
            await context.StepAsync(Steps.Do("second", () => { }));
        });
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);
        await runs.PauseAsync(run, PersonId.Nightshift, now: false, Why, default);
        _first.SetResult();

        var stands = await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At.Count: 1 });
        Assert.Equal($"held: {Why}; /resume 1 lets it go on", stands.Summary.Reason);
        Assert.True((await runs.ResumeAsync(run, PersonId.Nightshift, anyway: false, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    private static Harness Fast()
    {
        var harness = new Harness();
        harness.Options = harness.Options with { GuardInterval = TimeSpan.FromMilliseconds(10) };
        return harness;
    }

    private DelegateProgram Program() => new(
        async (context, stopping) =>
        {
            await context.StepAsync(Steps.Do("first", attempt => _first.Task.WaitAsync(attempt.CancellationToken)), stopping);
            await context.SafePointAsync("between", cancellationToken: stopping);
            await context.StepAsync(Steps.Do("second", () => { }), stopping);
        },
        guards: [new GuardDefinition { Name = "enough tablets", Read = _ => Task.FromResult(new GuardReading(!_violated, _violated ? "1 is left" : "3 are there")) }]);
}
