using System.Collections.Concurrent;
using System.Globalization;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>A run with everything in it, killed at every moment at which a process could die.</summary>
public class CrashSweepTests
{
    private static readonly string[] Nodes = ["n1", "n2", "n3"];

    [Fact]
    public async Task Run_KilledAtEveryMoment_EndsWithEveryEffectOnceAndEverythingPutBack()
    {
        var moments = await RunAsync(new Crash(int.MaxValue), expectCrash: false);
        Assert.InRange(moments, 25, 400);
        for (var at = 1; at <= moments; at++) await RunAsync(new Crash(at), expectCrash: null);
    }

    [Fact]
    public async Task GivenUpRun_KilledAtEveryMoment_FailsWithEverythingPutBack()
    {
        var moments = await RunAsync(new Crash(int.MaxValue), expectCrash: false, abort: true);
        for (var at = 1; at <= moments; at++) await RunAsync(new Crash(at), expectCrash: null, abort: true);
    }

    [Fact]
    public async Task AbortedRun_KilledAtEveryMoment_StopsWithEverythingPutBack()
    {
        var moments = await RunAsync(new Crash(int.MaxValue), expectCrash: false, abortNow: true);
        for (var at = 1; at <= moments; at++) await RunAsync(new Crash(at), expectCrash: null, abortNow: true);
    }

    [Fact]
    public async Task PausedRun_KilledAtEveryMoment_GoesOnWhenItIsResumed()
    {
        var moments = await RunAsync(new Crash(int.MaxValue), expectCrash: false, stands: true);
        for (var at = 1; at <= moments; at += 2) await RunAsync(new Crash(at), expectCrash: null, stands: true);
    }

    private static async Task<int> RunAsync(Crash crash, bool? expectCrash, bool abort = false, bool abortNow = false, bool stands = false)
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { DecisionDeadline = stands ? Patience : TimeSpan.Zero, GuardInterval = TimeSpan.FromMilliseconds(5) };
        var world = new World(abort, abortNow, stands);
        using var done = new CancellationTokenSource();
        var first = new Owner("here", "boot", "pids", 1, 1, 1);
        RunService? current = null;
        world.Abort = async run => Assert.NotNull(await current!.AbortAsync(run, OnCall, now: true, default));
        var dying = current = harness.Create(world.Program(crash), new CrashingStore(harness.OpenStore(), crash), self: first);
        var run = await SubmitAsync(dying);
        var ended = EndAsync(dying, run);
        var helping = stands ? world.HelpAsync(() => current!, run, done.Token) : Task.CompletedTask;
        await Task.WhenAny(ended, crash.Dead);
        if (crash.Dead.IsCompleted)
        {
            lock (harness.Dead) harness.Dead.Add(first);
            harness.Forget(dying);
            var next = current = harness.Create(world.Program(null));
            await next.StartAsync(default);
            var view = await EndAsync(next, run);
            Assert.Null((await harness.VerifyAsync(run)).Broken);
            world.Check(view, crash);
        }
        else
        {
            Assert.NotEqual(true, expectCrash);
            world.Check(await ended, crash);
        }
        await done.CancelAsync();
        await helping;
        return crash.Moments;
    }

    /// <summary>What the effects change; it outlives the engines.</summary>
    private sealed class World(bool abort, bool abortNow, bool stands)
    {
        private int _members = 3;
        private volatile bool _violated;
        private readonly ConcurrentDictionary<string, int> _times = [];
        private string _failover = "true";
        private int _aborted;

        public Func<RunId, Task>? Abort { get; set; }

        public DelegateProgram Program(Crash? crash) => new DelegateProgram(
            (context, _) => BodyAsync(context, crash),
            () => new Fingerprint(new Dictionary<string, string> { ["members"] = $"{_members}" }),
            stands ? [new GuardDefinition { Name = "enough", Read = _ => Task.FromResult(new GuardReading(!_violated, "seen")) }] : []);

        /// <summary>Somebody who pauses the run once it goes, and lets it go on wherever it stands; asked anew after every answer that a crash may have swallowed.</summary>
        public async Task HelpAsync(Func<RunService> runs, RunId run, CancellationToken done)
        {
            var asked = false;
            while (!done.IsCancellationRequested)
            {
                try
                {
                    var view = (await runs().FindAsync(run, done).WaitAsync(TimeSpan.FromSeconds(1), done))!;
                    if (!asked && view.Steps.Count > 2)
                    {
                        (asked, _members, _violated) = (true, 2, true);
                        await runs().PauseAsync(run, OnCall, now: true, null, done).WaitAsync(TimeSpan.FromSeconds(1), done);
                    }

                    // What is seen may be on its way to the disk still, and is gone when the process dies: then the guard is violated anew.
                    if (asked && view is { Pause: not null, GuardViolations.Count: 0 }) _violated = true;
                    if (view is { Pause.At.Count: > 0, GuardViolations.Count: > 0 }) _violated = false;
                    if (view is { Pause: not null, GuardViolations.Count: > 0 } && view.GuardViolations.All(violation => violation.Until is not null))
                        await runs().ResumeAsync(run, OnCall, anyway: false, done).WaitAsync(TimeSpan.FromSeconds(1), done);
                    if (view.ConfirmHash is { } hash) await runs().ApproveAsync(run, OnCall, hash, done).WaitAsync(TimeSpan.FromSeconds(1), done);
                    if (view.Steps.FirstOrDefault(step => step.Choices.Count > 0) is { } question)
                        await runs().AnswerAsync(run, OnCall, "yes", question.Path, done).WaitAsync(TimeSpan.FromSeconds(1), done);
                    await Task.Delay(2, done);
                }
                catch (Exception e) when (e is TimeoutException or OperationCanceledException)
                {
                    // The process died under the call; the next one is asked.
                }
            }
        }

        public void Check(RunView view, Crash crash)
        {
            var told = $"{view.Summary.State} {view.Summary.Reason} at {crash.Moments}: {string.Join(", ", _times)}";
            var state = abort ? RunState.Failed : abortNow ? RunState.Stopped : RunState.Succeeded;
            Assert.True(view.Summary.State == state, told);
            Assert.True(_failover == "true", told);
            Assert.Empty(view.Holds);
            if (stands) Assert.Contains(view.Steps, step => step.Report == "go on?: yes");
            if (stands) Assert.NotEmpty(view.GuardViolations);
            if (stands) Assert.Contains(view.Steps, step => step.Path.Value.StartsWith("after the first/compare", StringComparison.Ordinal) && step.Report == "the cluster changed: members: 3 → 2");
            foreach (var node in Nodes)
            {
                // A branch that is cancelled before its first step has begun starts on its way out what it never stopped, which changes nothing.
                if (abortNow && Times($"stop {node}") == 0) Assert.True(Times($"start {node}") <= 1, told);
                else Assert.Equal(Times($"stop {node}"), Times($"start {node}"));
                Assert.True(Times($"stop {node}") == 1 || ((abort || abortNow) && Times($"stop {node}") == 0), told);
            }
            if (!abort && !abortNow) Assert.Equal(["began with 3", "done"], view.Said);
        }

        private int Times(string effect) => _times.GetValueOrDefault(effect);

        private async Task BodyAsync(IRunContext context, Crash? crash)
        {
            var count = await context.StepAsync(Steps.Observe("count", () => Nodes.Length));
            await context.SayAsync(string.Create(CultureInfo.InvariantCulture, $"began with {count}"));
            await using (await context.HoldAsync(Steps.Hold("auto_failover", "false", () => _failover, to => _failover = to)))
            {
                await NodeAsync(context, Nodes[0], crash);
                if (stands) await context.AskAsync("ask", "go on?", ["yes", "no"]);
                if (stands) await context.SafePointAsync("after the first", new DriftCheck([Nodes[0]]));
                else await context.SafePointAsync("after the first");
                await Task.WhenAll(NodeAsync(context, Nodes[1], crash), NodeAsync(context, Nodes[2], crash));
            }
            await context.SayAsync("done");
        }

        private async Task NodeAsync(IRunContext context, string node, Crash? crash)
        {
            var scope = context.Scope($"node {node}");
            await scope.SafePointAsync("before");
            await using (new Started(scope, Effect($"start {node}", crash)))
            {
                await scope.StepAsync(Effect($"stop {node}", crash));
                await scope.StepAsync(Steps.Observe("look", () => node));
                if (abortNow && node == Nodes[1]) await scope.StepAsync(AbortNowStep(context.Run, crash));
                if (abort && node == Nodes[0]) await scope.StepAsync(AbortStep());
            }
            await scope.StepAsync(Steps.Observe("lag", () => 0));
        }

        private StepDefinition<Nothing> AbortStep() => Steps.Do("fail", _ => throw new InvalidOperationException($"always, {++_aborted}"), () => new Probe<Nothing>.Run());

        /// <summary>Aborts its own run from outside and waits to be cancelled; the other branch is cancelled wherever it is.</summary>
        private StepDefinition<Nothing> AbortNowStep(RunId run, Crash? crash) => new()
        {
            Name = "wait",
            Description = "wait to be aborted",
            Kind = StepKind.Gate,
            Execute = async attempt =>
            {
                if (crash is not null) await crash.MomentAsync();
                await Abort!(run);
                await Task.Delay(Timeout.Infinite, attempt.CancellationToken);
                return Nothing.Value;
            },
        };

        private StepDefinition<Nothing> Effect(string name, Crash? crash) => Steps.Do(
            name,
            async _ =>
            {
                if (crash is not null) await crash.MomentAsync();
                _times.AddOrUpdate(name, 1, (_, times) => times + 1);
                if (crash is not null) await crash.MomentAsync();
            },
            () => Times(name) > 0 ? new Probe<Nothing>.Done(Nothing.Value) : new Probe<Nothing>.Run());

        /// <summary>Starts the node on the way out, whichever way that is.</summary>
        private sealed class Started(IRunContext scope, StepDefinition<Nothing> start) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync() => await scope.WayOut("start").StepAsync(start);
        }
    }
}
