using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class GuardTests
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _violated;
    private volatile bool _silent;
    private volatile bool _hangs;
    private int _reads;
    private int _effects;

    [Fact]
    public async Task Violation_HoldsTheRunBeforeItsNextEffectUntilPeopleResume()
    {
        await using var harness = Fast();
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);

        _violated = true;
        var held = await UntilAsync(runs, run, view => view.Pause is not null);
        Assert.Equal((PersonId.Nightshift, true), (held.Pause!.By, held.Pause.Now));
        _first.SetResult();
        var stands = await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At.Count: 1 });
        Assert.Matches(@"^held: the guard 'enough tablets' is violated since \d\d:\d\d:\d\d UTC: 1 is left; /resume 1 lets it go on$", stands.Summary.Reason);
        Assert.Equal(1, Volatile.Read(ref _effects));

        var refused = await runs.ResumeAsync(run, OnCall, anyway: false, default);
        Assert.Equal((false, "the guard 'enough tablets' is still violated: 1 is left; /resume 1 anyway goes on nevertheless"), (refused.Accepted, refused.Sentence));
        _violated = false;
        var holds = await UntilAsync(runs, run, view => view.GuardViolations is [{ Until: not null }]);
        Assert.Equal(RunState.Paused, holds.Summary.State);
        Assert.Contains("it holds again", holds.Summary.Reason, StringComparison.Ordinal);
        Assert.True((await runs.ResumeAsync(run, OnCall, anyway: false, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Resume_Anyway_GoesOnUntilTheGuardIsViolatedAnew()
    {
        await using var harness = Fast();
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = await harness.StartAsync(Program(second));
        var run = await SubmitAsync(runs);
        _violated = true;
        await UntilAsync(runs, run, view => view.GuardViolations.Count > 0);
        _first.SetResult();
        await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At.Count: 1 });

        Assert.True((await runs.ResumeAsync(run, OnCall, anyway: true, default)).Accepted);
        var on = await UntilAsync(runs, run, view => view.Steps.Any(step => step.Path.Value == "second"));
        Assert.True(on.GuardViolations[0].Waived);
        Assert.Null(on.Pause);
        _violated = false;
        await UntilAsync(runs, run, view => view.GuardViolations[0].Until is not null);
        _violated = true;
        await UntilAsync(runs, run, view => view is { GuardViolations.Count: 2, Pause: not null });
        second.SetResult();
        await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At.Count: 1 });

        await runs.AbortAsync(run, OnCall, now: false, default);
        Assert.Equal(RunState.Stopped, (await EndAsync(runs, run)).Summary.State);
    }

    [Theory]
    [InlineData(false, "no route")]
    [InlineData(true, "no answer")]
    public async Task Guard_ThatCannotBeRead_IsViolatedAfterItsGrace(bool hangs, string why)
    {
        await using var harness = Fast();
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);
        Assert.Null((await runs.FindAsync(run, default))!.Pause);

        (_hangs, _silent) = (hangs, !hangs);
        var held = await UntilAsync(runs, run, view => view.Pause is not null);
        Assert.Matches($"it could not be read for .+: {why}$", held.GuardViolations[0].Sentence);
        (_hangs, _silent) = (false, false);
        await UntilAsync(runs, run, view => view.GuardViolations[0].Until is not null);

        _first.SetResult();
        await runs.ResumeAsync(run, OnCall, anyway: false, default);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Violation_DuringTheWayOut_DoesNotHoldIt()
    {
        await using var harness = Fast();
        var runs = await harness.StartAsync(new DelegateProgram(
            async (context, stopping) =>
            {
                await using var back = new Back(context, _first.Task);
                await context.StepAsync(Steps.Do("stop", attempt => Task.Delay(Timeout.Infinite, attempt.CancellationToken)), stopping);
            },
            guards: [Guard()]));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);
        await runs.AbortAsync(run, OnCall, now: true, default);
        await UntilAsync(runs, run, view => view.Steps.Any(step => step.WayOut));
        _violated = true;
        var view = await UntilAsync(runs, run, view => view.GuardViolations.Count == 1);
        Assert.Equal((RunState.Stopping, null), (view.Summary.State, view.Pause));

        _first.SetResult();
        Assert.Equal(RunState.Stopped, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Violation_WhereNobodyIsAsked_GivesTheRunUp()
    {
        await using var harness = Fast();
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.Zero, UnaskedGuardPatience = TimeSpan.FromMilliseconds(200) };
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs);
        _violated = true;
        await UntilAsync(runs, run, view => view.GuardViolations.Count > 0);
        _first.SetResult();

        var view = await EndAsync(runs, run);

        Assert.Equal(RunState.Failed, view.Summary.State);
        Assert.EndsWith("1 is left; nobody is asked", view.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Violation_WhereNobodyIsAskedAndItHoldsAgain_LetsTheRunGoOnByItself()
    {
        await using var harness = Fast();
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.Zero };
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs);
        _violated = true;
        await UntilAsync(runs, run, view => view.GuardViolations.Count > 0);
        _first.SetResult();
        await UntilAsync(runs, run, view => view is { Summary.State: RunState.Paused, Pause.At.Count: 1 });
        _violated = false;

        var view = await EndAsync(runs, run);

        Assert.Equal((RunState.Succeeded, null), (view.Summary.State, view.Summary.Reason));
    }

    [Fact]
    public async Task Guards_ThatCannotBeNamed_DoNotLeaveTheRunToNobody()
    {
        await using var harness = Fast();
        var runs = await harness.StartAsync(new Unguarded(Program()), time: null);
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count == 1);
        _first.SetResult();

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Stop_WhileABranchIsHeld_EndsThatBranchToo()
    {
        await using var harness = Fast();
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = await harness.StartAsync(new DelegateProgram(
            (context, stopping) => Task.WhenAll(
                context.Scope("a").StepAsync(Steps.Do("fail", _ => broken.Task), stopping),
                HeldAsync(context.Scope("b"))),
            guards: [Guard()]));
        var run = await SubmitAsync(runs);
        await UntilAsync(runs, run, view => view.Steps.Count(step => step.State == StepState.Running) == 2);
        _violated = true;
        await UntilAsync(runs, run, view => view.GuardViolations.Count > 0);
        _first.SetResult();
        await UntilAsync(runs, run, view => view.Pause is { At.Count: 1 });
        broken.SetException(new IOException("no route"));
        await UntilAsync(runs, run, RunState.AwaitingDecision);

        await runs.DecideAsync(run, OnCall, Decision.Abort, null, default);

        Assert.Equal(RunState.Stopped, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Guards_OfARunThatWaitsForApproval_AreNotRead()
    {
        await using var harness = Fast();
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs, approvers: 1);
        await Task.Delay(TimeSpan.FromMilliseconds(100));

        Assert.Equal(0, Volatile.Read(ref _reads));
        await runs.RejectAsync(run, OnCall, "no", default);
    }

    private async Task HeldAsync(IRunContext context)
    {
        await context.StepAsync(Steps.Do("first", attempt => _first.Task.WaitAsync(attempt.CancellationToken)));
        await context.StepAsync(Steps.Do("second", () => { }));
    }

    private static Harness Fast()
    {
        var harness = new Harness();
        harness.Options = harness.Options with { GuardInterval = TimeSpan.FromMilliseconds(10) };
        return harness;
    }

    private DelegateProgram Program(TaskCompletionSource? second = null) => new(
        async (context, stopping) =>
        {
            await context.StepAsync(Steps.Do("first", attempt => CountAsync(_first.Task.WaitAsync(attempt.CancellationToken))), stopping);
            await context.StepAsync(Steps.Do("second", attempt => CountAsync(second?.Task.WaitAsync(attempt.CancellationToken) ?? Task.CompletedTask)), stopping);
            await context.StepAsync(Steps.Do("third", _ => CountAsync(Task.CompletedTask)), stopping);
        },
        guards: [Guard()]);

    private Task CountAsync(Task until)
    {
        Interlocked.Increment(ref _effects);
        return until;
    }

    private GuardDefinition Guard() => new() { Name = "enough tablets", Grace = TimeSpan.FromMilliseconds(200), Read = ReadAsync };

    private async Task<GuardReading> ReadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        if (_silent) throw new IOException("no route");
        if (_hangs) await Task.Delay(Timeout.Infinite, cancellationToken);
        return new GuardReading(!_violated, _violated ? "1 is left" : "3 are there");
    }

    private sealed class Back(IRunContext context, Task until) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await context.WayOut("node").StepAsync(Steps.Do("start", attempt => until.WaitAsync(attempt.CancellationToken)));
    }

    private sealed class Unguarded(IRunProgram inner) : IRunProgram
    {
        public Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken) => inner.ExecuteAsync(request, context, cancellationToken);

        public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) => inner.FingerprintAsync(request, cancellationToken);

        public IReadOnlyList<GuardDefinition> Guards(RunRequest request, Func<RunView> view) => throw new KeyNotFoundException("there is no such cluster");
    }
}
