using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Nightshift.Runs;
using Nightshift.Runs.Store;
using Nightshift.Runs.Store.Sqlite;

namespace Nightshift.Benchmarks.Runs;

/// <summary>What 200 runs that wait for approval and 20 that run at once, each on a cluster of its own, cost: memory, and the time that an append takes.</summary>
public static class ManyRunsBenchmark
{
    private const int WaitingRuns = 200;
    private const int RunningRuns = 20;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Effect = TimeSpan.FromMilliseconds(20);

    /// <param name="directory">On the disk that is to be measured.</param>
    public static async Task RunAsync(string directory, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        await using var file = SqliteRunStore.Open(Path.Combine(directory, "many.db"));
        var store = DispatchProxy.Create<IRunStore, TimedStore>();
        var timed = (TimedStore)store;
        timed.Inner = file;
        using var end = new CancellationTokenSource();
        await using var runs = new RunService(store, new DelegateProgram((context, stopping) => WorkAsync(context, end.Token, stopping)), new RunOptions());
        await runs.StartAsync(default);
        var before = Memory();
        for (var run = 0; run < WaitingRuns; run++) await SubmitAsync(runs, $"waiting-{run}", 1);
        var waiting = Memory();
        timed.Clear();
        await Task.Delay(Measured);
        var whileWaiting = timed.Writes;
        var running = new List<RunId>();
        for (var run = 0; run < RunningRuns; run++) running.Add(await SubmitAsync(runs, $"running-{run}", 0));
        timed.Clear();
        await Task.Delay(Measured);
        var took = timed.Appends;
        var busy = Memory();
        await end.CancelAsync();
        foreach (var run in running) await runs.WaitForEndAsync(run, default);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {WaitingRuns} runs waiting for approval: {(waiting - before) / 1024.0 / 1024.0:N1} MiB, {(waiting - before) / 1024.0 / WaitingRuns:N0} KiB each; {whileWaiting} writes to the store in {Measured.TotalSeconds:N0} s
            {RunningRuns} runs at once beside them: {(busy - waiting) / 1024.0 / 1024.0:N1} MiB more; {took.Count / Measured.TotalSeconds:N0} appends/s, median {Percentile(took, 0.5):N2} ms, p99 {Percentile(took, 0.99):N2} ms
            """));
    }

    private static async Task WorkAsync(IRunContext context, CancellationToken end, CancellationToken stopping)
    {
        if (context.Mode == RunMode.Plan) return;
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            await context.StepAsync(
                new StepDefinition<int>
                {
                    Name = string.Create(CultureInfo.InvariantCulture, $"step {number}"),
                    Description = "move the leader of demo.orders[3] to 127.0.0.1:10922",
                    Execute = async attempt =>
                    {
                        await Task.Delay(Effect, attempt.CancellationToken);
                        return 1;
                    },
                    Probe = _ => Task.FromResult<Probe<int>>(new Probe<int>.Run()),
                },
                stopping);
        }
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static double Percentile(IReadOnlyCollection<TimeSpan> times, double part) => times.Order().ElementAt((int)(part * (times.Count - 1))).TotalMilliseconds;

    private static async Task<RunId> SubmitAsync(RunService runs, string cluster, int approvers)
    {
        var request = new RunRequest(cluster, "/benchmark", "benchmark.csx", "{}", [], new PersonId("operator"), "benchmark");
        return await runs.SubmitAsync(request, await runs.PlanAsync(request, default), new ApprovalPolicy(approvers, TimeSpan.FromDays(3)), default);
    }
}

/// <summary>Passes everything on to a store and times the appends.</summary>
public class TimedStore : DispatchProxy
{
    private static readonly string[] Changes =
        [nameof(IRunStore.AppendAsync), nameof(IRunStore.CreateAsync), nameof(IRunStore.RenewLeaseAsync), nameof(IRunStore.TakeLeaseAsync), nameof(IRunStore.TryLockAsync)];

    private readonly ConcurrentBag<TimeSpan> _appends = [];
    private int _writes;

    public IRunStore Inner { get; set; } = null!;

    public IReadOnlyCollection<TimeSpan> Appends => [.. _appends];

    public int Writes => _writes;

    public void Clear()
    {
        _appends.Clear();
        _writes = 0;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        if (Changes.Contains(targetMethod.Name)) Interlocked.Increment(ref _writes);
        var began = Stopwatch.GetTimestamp();
        var result = targetMethod.Invoke(Inner, args);
        if (targetMethod.Name == nameof(IRunStore.AppendAsync))
            ((Task)result!).ContinueWith(_ => _appends.Add(Stopwatch.GetElapsedTime(began)), TaskContinuationOptions.ExecuteSynchronously);
        return result;
    }
}
