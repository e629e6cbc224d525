using System.Diagnostics;
using System.Globalization;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store.Sqlite;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Store;

/// <summary>A real process that runs steps on a real file and is killed with signal 9 in the middle.</summary>
public class KilledProcessTests
{
    [Fact]
    public async Task Kill_InTheMiddleOfAppends_LosesNothingThatWasAcknowledged()
    {
        await using var harness = new Harness();
        using var child = Start(harness.File);
        var acknowledged = new List<long>();
        try
        {
            while (acknowledged.Count < 200 && await child.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
                acknowledged.Add(long.Parse(line, CultureInfo.InvariantCulture));
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync().WaitAsync(Patience);
        }
        while (await child.StandardOutput.ReadLineAsync() is { Length: > 0 } line)
            if (long.TryParse(line, CultureInfo.InvariantCulture, out var last)) acknowledged.Add(last);

        var store = harness.OpenStore();
        var rows = await store.ReadAsync(new RunId(1), 0, default);
        var done = rows.Where(row => row.Kind == "step-intent").Select(row => EventKinds.Read(new RunId(1), row.Sequence, row.Kind, row.Payload)).OfType<StepIntent>()
            .Select(intent => intent.Path.Value).ToHashSet();

        Assert.True(acknowledged.Count >= 200, $"only {acknowledged.Count} steps were acknowledged");
        Assert.All(acknowledged, number => Assert.Contains($"step {number}", done));
        Assert.Null(JournalChain.FirstBroken(new RunId(1), rows));
        var owner = (await store.FindAsync(new RunId(1), default))!.Lease.Owner;
        Assert.Equal(Liveness.Dead, new ProcOwnerLiveness().Of(owner));

        await using var next = new RunService(store, new DelegateProgram((context, stopping) => Stepping(context, acknowledged.Count + 20, _ => { }, stopping)), new RunOptions());
        await next.StartAsync(default);
        var view = await EndAsync(next, new RunId(1));
        Assert.Equal(RunState.Succeeded, view.Summary.State);
    }

    /// <summary>What the child does: says the number of each step from inside its effect, which is when its intent must be on disk.</summary>
    internal static async Task ChildAsync(string file)
    {
        await using var store = SqliteRunStore.Open(file);
        await using var runs = new RunService(store, new DelegateProgram((context, stopping) => Stepping(context, int.MaxValue, Say, stopping)), new RunOptions());
        var request = Request();
        var plan = new Plan("", request.Cluster, request.Command, [], [], [], new Dictionary<string, string>(), [], [], Fingerprint.Empty, RiskTier.Low, null);
        plan = plan with { Hash = Runs.Planning.PlanHash.Of(request, plan) };
        await runs.WaitForEndAsync(await runs.SubmitAsync(request, plan, new ApprovalPolicy(0, TimeSpan.Zero), default), default);

        static void Say(long number)
        {
            Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{number}\n"));
            Console.Out.Flush();
        }
    }

    private static async Task Stepping(IRunContext context, int count, Action<long> act, CancellationToken stopping)
    {
        for (var number = 1L; number <= count; number++)
        {
            var current = number;
            await context.StepAsync(
                Steps.Do(
                    string.Create(CultureInfo.InvariantCulture, $"step {number}"),
                    _ =>
                    {
                        act(current);
                        return Task.CompletedTask;
                    },
                    () => new Probe<Nothing>.Run()),
                stopping);
        }
    }

    private static Process Start(string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in new[] { "exec", typeof(KilledProcessTests).Assembly.Location, "append", file }) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
