using Nightshift.Runs.Ownership;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>Runs that wait for people or for their cluster, many of them and for long.</summary>
public class WaitingCostTests
{
    [Fact]
    public async Task ManyRuns_WaitingForApproval_WriteNothingAndAreThereAfterARestart()
    {
        const int many = 200;
        await using var harness = new Harness();
        harness.Options = harness.Options with { LeaseDuration = TimeSpan.FromMilliseconds(400), PollInterval = TimeSpan.FromMilliseconds(50) };
        var counting = new CountingStore(harness.OpenStore());
        var runs = await harness.StartAsync(Body(), counting);
        for (var at = 0; at < many; at++) await SubmitAsync(runs, cluster: $"c{at}", approvers: 1);
        counting.Clear();

        await Task.Delay(TimeSpan.FromSeconds(1));

        Assert.Equal((0, 0, 0), (counting.Renewals, counting.LockAttempts, counting.Appends));
        Assert.InRange(counting.Heads, 1, 40);
        await runs.StopAsync(default);
        var next = await harness.StartAsync(Body());
        var run = new RunId(many);
        Assert.True((await next.ApproveAsync(run, OnCall, (await next.FindAsync(run, default))!.Plan.Hash, default)).Accepted);
        Assert.Equal(RunState.Succeeded, (await EndAsync(next, run)).Summary.State);
    }

    [Fact]
    public async Task ManyRuns_QueuedForOneCluster_AreWokenOneByOne()
    {
        const int many = 30;
        await using var harness = new Harness();
        var counting = new CountingStore(harness.OpenStore());
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = await harness.StartAsync(new DelegateProgram((context, stopping) => context.StepAsync(Steps.Do("restart", _ => gate.Task), stopping)), counting);
        var first = await SubmitAsync(runs);
        await UntilAsync(runs, first, RunState.Running);
        var queued = new List<RunId>();
        for (var at = 0; at < many; at++) queued.Add(await SubmitAsync(runs));
        foreach (var run in queued) await UntilAsync(runs, run, view => view.Summary.Reason is not null);
        counting.Clear();

        await Task.Delay(TimeSpan.FromMilliseconds(600));
        Assert.InRange(counting.LockAttempts, 0, 3);
        gate.SetResult();

        foreach (var run in queued) Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Run_ApprovedThroughAnotherProcess_IsStartedByTheOneThatKeepsIt()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(Body());
        var other = await harness.StartAsync(Body());
        var run = await SubmitAsync(runs, approvers: 1);

        Assert.True((await other.ApproveAsync(run, OnCall, (await other.FindAsync(run, default))!.Plan.Hash, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Run_WhoseKeeperCannotBeSeenAnyMore_IsKeptByAnother()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { LeaseDuration = TimeSpan.FromMilliseconds(200) };
        var elsewhere = new Owner("elsewhere", "boot", "pids", 1, 1, 1);
        lock (harness.Unseen) harness.Unseen.Add(elsewhere);
        var far = await harness.StartAsync(Body(), self: elsewhere);
        var run = await SubmitAsync(far, approvers: 1);
        var near = await harness.StartAsync(Body());
        while (!near.Carried.Contains(run)) await Task.Delay(10);

        Assert.True((await near.ApproveAsync(run, OnCall, (await near.FindAsync(run, default))!.Plan.Hash, default)).Accepted);

        Assert.Equal(RunState.Succeeded, (await EndAsync(near, run)).Summary.State);
        Assert.Equal(RunState.Succeeded, (await EndAsync(far, run)).Summary.State);
    }

    private static DelegateProgram Body() => new((context, stopping) => context.StepAsync(Steps.Do("restart", () => { }), stopping));
}
