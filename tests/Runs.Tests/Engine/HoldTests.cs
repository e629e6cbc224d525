using Nightshift.Runs.Ownership;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>Several holds of one run on one setting.</summary>
public class HoldTests
{
    private readonly List<string> _written = [];
    private string _failover = "true";

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public async Task TwoBranches_OfOneRun_TheLastOneOutPutsBack(string first, string last)
    {
        await using var harness = new Harness();
        var gates = new Dictionary<string, TaskCompletionSource> { ["a"] = new(), ["b"] = new() };
        var runs = await harness.StartAsync(context => Task.WhenAll(BranchAsync(context.Scope("a"), gates["a"]), BranchAsync(context.Scope("b"), gates["b"])));
        var run = await SubmitAsync(runs);
        var both = await UntilAsync(runs, run, view => view.Steps.Count(step => step.Path.Name == "work") == 2);
        Assert.Equal(("auto_failover", "true", "false"), Assert.Single(both.Holds) is var held ? (held.Setting, held.Before, held.Value) : default);

        gates[first].SetResult();
        await UntilAsync(runs, run, view => view.Steps.Any(step => step.Path.Value == $"{first}/release auto_failover/put back" && step.State == StepState.Done));
        Assert.Equal("false", _failover);
        Assert.Single((await runs.FindAsync(run, default))!.Holds);
        gates[last].SetResult();

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal("true", _failover);
        Assert.Empty(view.Holds);
    }

    [Fact]
    public async Task SecondHold_AfterTheFirstWasReleased_IsTakenAnew()
    {
        await using var harness = new Harness();
        var inside = new List<string>();
        var runs = await harness.StartAsync(async context =>
        {
            foreach (var node in new[] { "a", "b" })
            {
                await using var hold = await context.Scope(node).HoldAsync(Failover());
                await context.Scope(node).StepAsync(Steps.Do("work", () => inside.Add(_failover)));
            }
        });

        Assert.Equal(RunState.Succeeded, (await RunAsync(runs)).Summary.State);
        Assert.Equal(["false", "false"], inside);
        Assert.Equal(["false", "true", "false", "true"], _written);
    }

    [Fact]
    public async Task InnerHold_AtTheSameValueInOneScope_IsCountedToo()
    {
        await using var harness = new Harness();
        var after = "";
        var runs = await harness.StartAsync(async context =>
        {
            await using var outer = await context.HoldAsync(Failover());
            await using (await context.HoldAsync(Failover())) await context.StepAsync(Steps.Do("work", () => { }));
            await context.StepAsync(Steps.Do("more", () => after = _failover));
        });

        Assert.Equal(RunState.Succeeded, (await RunAsync(runs)).Summary.State);
        Assert.Equal(("false", "true"), (after, _failover));
    }

    [Fact]
    public async Task InnerHold_AtAnotherValue_IsPutBackToTheOuterOnes()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(async context =>
        {
            await using var outer = await context.HoldAsync(Failover());
            await using var inner = await context.HoldAsync(Failover("maybe"));
        });

        Assert.Equal(RunState.Succeeded, (await RunAsync(runs)).Summary.State);
        Assert.Equal(["false", "maybe", "false", "true"], _written);
    }

    [Fact]
    public async Task IsHeld_InsideAndOutside_TellsWhetherTheRunTookIt()
    {
        await using var harness = new Harness();
        var seen = new List<bool>();
        Task Look(IRunContext context) => context.StepAsync(Steps.Do("look", attempt =>
        {
            seen.Add(attempt.IsHeld("auto_failover"));
            return Task.CompletedTask;
        }));
        var runs = await harness.StartAsync(async context =>
        {
            await Look(context);
            await using (await context.HoldAsync(Failover())) await Look(context);
            await Look(context);
            if (context.Mode == RunMode.Execute) _failover = "false";
            await using (await context.HoldAsync(Failover())) await Look(context);
        });

        Assert.Equal(RunState.Succeeded, (await RunAsync(runs)).Summary.State);
        Assert.Equal([false, true, false, false], seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoBranches_KilledAtEveryMoment_HoldWhileTheyWorkAndPutBackOnce(bool fail)
    {
        var moments = await SweepAsync(new Crash(int.MaxValue), fail);
        for (var at = 1; at <= moments; at++) await SweepAsync(new Crash(at), fail);
    }

    private static async Task<int> SweepAsync(Crash crash, bool fail)
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { DecisionDeadline = TimeSpan.Zero };
        var test = new HoldTests();
        var wrong = new List<string>();
        async Task Body(IRunContext context, Crash? crash)
        {
            await Task.WhenAll(Branch("a"), Branch("b"));
            async Task Branch(string name)
            {
                var scope = context.Scope(name);
                await using var hold = await scope.HoldAsync(test.Failover(crash: crash));
                await scope.StepAsync(Steps.Do("work", async _ =>
                {
                    if (test._failover != "false") wrong.Add(name);
                    if (crash is not null) await crash.MomentAsync();
                    if (fail && name == "b") throw new IOException("always");
                }, () => new Probe<Nothing>.Run()));
            }
        }
        var first = new Owner("here", "boot", "pids", 1, 1, 1);
        var dying = harness.Create(new DelegateProgram((context, _) => Body(context, crash)), new CrashingStore(harness.OpenStore(), crash), self: first);
        var run = await SubmitAsync(dying);
        var ended = EndAsync(dying, run);
        await Task.WhenAny(ended, crash.Dead);
        RunView view;
        if (crash.Dead.IsCompleted)
        {
            lock (harness.Dead) harness.Dead.Add(first);
            harness.Forget(dying);
            view = await EndAsync(await harness.StartAsync(context => Body(context, null)), run);
        }
        else
        {
            view = await ended;
        }
        var told = $"{view.Summary.State} {view.Summary.Reason} at {crash.Moments}: {string.Join(", ", test._written)}; on while at work: {string.Join(", ", wrong)}";
        Assert.True(view.Summary.State == (fail ? RunState.Failed : RunState.Succeeded), told);
        Assert.True(test._failover == "true" && wrong.Count == 0 && view.Holds.Count == 0, told);
        return crash.Moments;
    }

    private async Task BranchAsync(IRunContext scope, TaskCompletionSource gate)
    {
        await using var hold = await scope.HoldAsync(Failover());
        await scope.StepAsync(Steps.Do("work", _ => gate.Task));
    }

    private HoldDefinition Failover(string value = "false", Crash? crash = null) => new()
    {
        Setting = "auto_failover",
        Value = value,
        Read = _ => Task.FromResult(_failover),
        Write = async (to, _) =>
        {
            if (crash is not null) await crash.MomentAsync();
            lock (_written) _written.Add(to);
            _failover = to;
            if (crash is not null) await crash.MomentAsync();
        },
    };
}
