using System.Diagnostics;
using System.Globalization;
using Nightshift.Runs;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Benchmarks.Runs;

/// <summary>How many durable steps a second a run makes, beside what the disk can do at all, and how fast a long run is replayed.</summary>
public static class RunsBenchmark
{
    private const int Steps = 2_000;
    private const int Branches = 8;
    private const int ReplayedSteps = 10_000;

    /// <param name="directory">On the disk that is to be measured.</param>
    public static async Task RunAsync(string directory, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Directory.CreateDirectory(directory);
        var syncs = DiskSyncs.PerSecond(directory);
        var one = await StepsPerSecondAsync(directory, 1);
        var many = await StepsPerSecondAsync(directory, Branches);
        var (seconds, events) = await ReplayAsync(directory);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            disk: {syncs:N0} syncs/s (4 KiB written, then fsync)
            effects one after another: {one:N0} steps/s, {one / syncs:P0} of the syncs
            effects in {Branches} branches: {many:N0} steps/s, {many / syncs:P0} of the syncs
            replay of {ReplayedSteps:N0} steps ({events:N0} events): {seconds:N2} s, {ReplayedSteps / seconds:N0} steps/s
            """));
    }

    private static async Task<double> StepsPerSecondAsync(string directory, int branches)
    {
        await using var store = SqliteRunStore.Open(Path.Combine(directory, $"steps-{branches}.db"));
        var took = TimeSpan.Zero;
        await using var runs = new RunService(
            store,
            new DelegateProgram(async (context, stopping) =>
            {
                var watch = Stopwatch.StartNew();
                await Task.WhenAll(Enumerable.Range(0, branches).Select(branch => BranchAsync(context.Scope($"branch {branch}"), Steps / branches, stopping)));
                if (context.Mode == RunMode.Execute) took = watch.Elapsed;
            }),
            new RunOptions());
        await SucceedAsync(runs);
        return Steps / took.TotalSeconds;
    }

    /// <summary>A run that is left before its last step, and carried on by a second engine; measured from its start to that step.</summary>
    private static async Task<(double Seconds, int Events)> ReplayAsync(string directory)
    {
        await using var store = SqliteRunStore.Open(Path.Combine(directory, "replay.db"));
        var reached = new TaskCompletionSource();
        RunId run;
        await using (var first = new RunService(store, Program(async stopping =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        }), new RunOptions()))
        {
            run = await SubmitAsync(first);
            await reached.Task;
        }
        var events = (await store.ReadAsync(run, 0, default)).Count;
        var watch = Stopwatch.StartNew();
        var replayed = TimeSpan.Zero;
        await using var next = new RunService(store, Program(_ =>
        {
            replayed = watch.Elapsed;
            return Task.CompletedTask;
        }), new RunOptions());
        await next.StartAsync(default);
        await next.WaitForEndAsync(run, default);
        return (replayed.TotalSeconds, events);
    }

    private static DelegateProgram Program(Func<CancellationToken, Task> last) => new(async (context, stopping) =>
    {
        if (context.Mode == RunMode.Plan) return;
        await Task.WhenAll(Enumerable.Range(0, Branches).Select(branch => BranchAsync(context.Scope($"branch {branch}"), ReplayedSteps / Branches, stopping)));
        await context.StepAsync(Step("last", attempt => last(attempt.CancellationToken)), stopping);
    });

    private static async Task BranchAsync(IRunContext context, int steps, CancellationToken stopping)
    {
        for (var number = 0; number < steps; number++)
            await context.StepAsync(Step(string.Create(CultureInfo.InvariantCulture, $"step {number}"), _ => Task.CompletedTask), stopping);
    }

    private static StepDefinition<string> Step(string name, Func<StepAttempt, Task> act) => new()
    {
        Name = name,
        Description = "move the leader of demo.orders[3] to 127.0.0.1:10922",
        Execute = async attempt =>
        {
            await act(attempt);
            return "127.0.0.1:10922";
        },
        Probe = _ => Task.FromResult<Probe<string>>(new Probe<string>.Run()),
        Plan = _ => Task.FromResult(""),
    };

    private static async Task SucceedAsync(RunService runs)
    {
        var view = await runs.WaitForEndAsync(await SubmitAsync(runs), default);
        if (view.Summary.State != RunState.Succeeded) throw new InvalidOperationException($"the run ended {view.Summary.State}: {view.Summary.Reason}");
    }

    private static async Task<RunId> SubmitAsync(RunService runs)
    {
        var request = new RunRequest("demo", "/benchmark", "benchmark.csx", "{}", [], new PersonId("operator"), "benchmark");
        return await runs.SubmitAsync(request, await runs.PlanAsync(request, default), new ApprovalPolicy(0, TimeSpan.Zero), default);
    }
}
