using Nightshift.Runs.Tests.Support;

namespace Nightshift.Runs.Tests.Histories;

/// <summary>What the stored histories were recorded with. A good history replays on its program; a bad one was recorded with the variant that it is named for.</summary>
internal static class HistoryPrograms
{
    /// <summary>Every effect and reading of a program calls <paramref name="act"/>; a replay must not.</summary>
    /// <param name="variant">Empty for the program itself.</param>
    public static IRunProgram Of(string name, Action<string> act, string variant = "") => new DelegateProgram((context, _) => name switch
    {
        "sequence" => SequenceAsync(context, act, variant),
        "branches" => BranchesAsync(context, act, variant),
        "holds" => HoldsAsync(context, act),
        "failing" => FailingAsync(context, act),
        "waiting" => WaitingAsync(context, act),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no program of this name"),
    });

    private static async Task SequenceAsync(IRunContext context, Action<string> act, string variant)
    {
        var nodes = await context.StepAsync(Look("look", act, new[] { "a", "b" }));
        foreach (var node in nodes)
        {
            var scope = context.Scope($"node {node}");
            await context.SafePointAsync($"before {node}");
            var (first, second) = variant == "other-order" ? ("start", "stop") : ("stop", "start");
            await scope.StepAsync(Do(first, act));
            if (variant != "step-left-out") await scope.StepAsync(Do("install", act));
            await scope.StepAsync(Do(second, act));
            await scope.StepAsync(Gate("catch up", act));
        }
        if (variant != "ends-earlier") await context.StepAsync(Do("check", act));
        if (variant == "goes-on") await context.StepAsync(Do("check again", act));
        await context.SayAsync("done");
    }

    private static async Task BranchesAsync(IRunContext context, Action<string> act, string variant)
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(BranchAsync));
        await context.StepAsync(Do("join", act));

        async Task BranchAsync(int number)
        {
            var branch = context.Scope($"branch {number}");
            await Task.Yield();
            await branch.StepAsync(Look("look", act, number));
            var second = variant == "other-kind" && number == 4 ? Gate("second", act) : Do("second", act);
            if (variant == "other-order" && number == 3) await branch.StepAsync(second);
            if (variant != "step-left-out" || number != 2) await branch.StepAsync(Do("first", act));
            if (variant != "other-order" || number != 3) await branch.StepAsync(second);
            if (variant == "step-added" && number == 1) await branch.StepAsync(Do("third", act));
        }
    }

    private static async Task HoldsAsync(IRunContext context, Action<string> act)
    {
        var setting = "true";
        var hold = Steps.Hold("auto_failover", "false", () => Told("read", setting), to => setting = Told("write", to));
        await using (await context.HoldAsync(hold)) await context.Scope("node a").StepAsync(Do("stop", act));
        await context.StepAsync(Do("check", act));

        string Told(string what, string value)
        {
            act(what);
            return value;
        }
    }

    /// <summary>The effect fails, is tried again, fails again, and is then given up; what was begun is put back.</summary>
    private static async Task FailingAsync(IRunContext context, Action<string> act)
    {
        await context.StepAsync(Do("begin", act));
        try
        {
            await context.StepAsync(Steps.Do("break", _ =>
            {
                act("break");
                throw new InvalidOperationException("it broke");
            }, maySkip: true));
        }
        finally
        {
            await context.WayOut("put back").StepAsync(Do("begin", act));
        }
    }

    /// <summary>Left in the middle of a step.</summary>
    private static async Task WaitingAsync(IRunContext context, Action<string> act)
    {
        await context.Scope("node a").StepAsync(Do("stop", act));
        await context.Scope("node a").StepAsync(Steps.Do("start", attempt =>
        {
            act("start");
            return Task.Delay(Timeout.Infinite, attempt.CancellationToken);
        }));
        await context.Scope("node b").StepAsync(Do("stop", act));
    }

    private static StepDefinition<Nothing> Do(string name, Action<string> act) => Steps.Do(name, () => act(name));

    private static StepDefinition<T> Look<T>(string name, Action<string> act, T seen) => Steps.Observe(name, () =>
    {
        act(name);
        return seen;
    });

    private static StepDefinition<Nothing> Gate(string name, Action<string> act) => new()
    {
        Name = name,
        Description = name,
        Kind = StepKind.Gate,
        Execute = _ =>
        {
            act(name);
            return Task.FromResult(Nothing.Value);
        },
    };
}
