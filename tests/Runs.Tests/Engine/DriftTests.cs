using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class DriftTests
{
    private string _members = "3 tablets";
    private string _step = "restart";

    [Fact]
    public async Task Start_WithApproversAfterADrift_AsksAgainForTheNewPlan()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs, approvers: 1);
        var old = (await runs.FindAsync(run, default))!.Plan.Hash;
        _members = "2 tablets";

        await runs.ApproveAsync(run, OnCall, old, default);

        var asked = await UntilAsync(runs, run, view => view.Plan.Hash != old);
        Assert.Equal(RunState.AwaitingApproval, asked.Summary.State);
        Assert.Equal("the cluster changed since the plan was made: members: 3 tablets → 2 tablets", asked.Summary.Reason);
        Assert.Empty(asked.Approvals);
        await UnlockedAsync(harness);
        Assert.False((await runs.ApproveAsync(run, OnCall, old, default)).Accepted);
        Assert.True((await runs.ApproveAsync(run, OnCall, asked.Plan.Hash, default)).Accepted);
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    [Fact]
    public async Task Start_WithoutApproversAfterADriftWithTheSameSteps_GoesOnWithTheNewPlan()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(Program());
        var plan = await runs.PlanAsync(Request(), default);
        _members = "2 tablets";

        var run = await runs.SubmitAsync(Request(), plan, new ApprovalPolicy(0, TimeSpan.Zero), default);

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal("2 tablets", view.Plan.Fingerprint.Facts["members"]);
    }

    [Fact]
    public async Task Start_WithoutApproversAfterADriftWithOtherSteps_Asks()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(Program());
        var plan = await runs.PlanAsync(Request(), default);
        (_members, _step) = ("2 tablets", "recover");

        var run = await runs.SubmitAsync(Request(), plan, new ApprovalPolicy(0, TimeSpan.Zero), default);

        var asked = await UntilAsync(runs, run, RunState.AwaitingApproval);
        Assert.Contains("members: 3 tablets → 2 tablets", asked.Summary.Reason, StringComparison.Ordinal);
        Assert.True((await runs.ApproveAsync(run, Operator, asked.Plan.Hash, default)).Accepted);
        Assert.Equal(["recover"], (await EndAsync(runs, run)).Steps.Select(step => step.Path.Value));
    }

    [Fact]
    public async Task Start_WhenTheClusterCannotBeRead_FailsWithNothingBegun()
    {
        await using var harness = new Harness();
        var fail = false;
        var runs = await harness.StartAsync(new DelegateProgram(
            (context, stopping) => context.StepAsync(Steps.Do("restart", () => { }), stopping),
            () => fail ? throw new IOException("no answer from 127.0.0.1:2181") : Fingerprint.Empty));
        var plan = await runs.PlanAsync(Request(), default);
        fail = true;

        var view = await EndAsync(runs, await runs.SubmitAsync(Request(), plan, new ApprovalPolicy(0, TimeSpan.Zero), default));

        Assert.Equal(RunState.Failed, view.Summary.State);
        Assert.Contains("no answer from 127.0.0.1:2181", view.Summary.Reason, StringComparison.Ordinal);
        Assert.Empty(view.Steps);
    }

    [Fact]
    public async Task Start_WhenTheClusterCannotBeReadForAMoment_WaitsAndGoesOn()
    {
        await using var harness = new Harness();
        harness.Options = harness.Options with { StartPatience = Patience };
        var fail = false;
        var runs = await harness.StartAsync(new DelegateProgram(
            (context, stopping) => context.StepAsync(Steps.Do("restart", () => { }), stopping),
            () => fail ? throw new IOException("no answer from 127.0.0.1:2181") : Fingerprint.Empty));
        var plan = await runs.PlanAsync(Request(), default);
        fail = true;

        var run = await runs.SubmitAsync(Request(), plan, new ApprovalPolicy(0, TimeSpan.Zero), default);

        var waits = await UntilAsync(runs, run, view => view.Summary.Reason is not null);
        Assert.Equal(RunState.Queued, waits.Summary.State);
        Assert.Equal("waits until the cluster can be compared with the plan, at most 30 s: no answer from 127.0.0.1:2181", waits.Summary.Reason);
        fail = false;
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
    }

    /// <summary>A run is shown as it is decided, a moment before that is on disk.</summary>
    private static async Task UnlockedAsync(Harness harness)
    {
        var store = harness.OpenStore();
        var deadline = DateTime.UtcNow + Patience;
        while (await store.FindLockAsync("demo", default) is { } held)
        {
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"the cluster stays locked: {held}");
            await Task.Delay(10);
        }
    }

    private DelegateProgram Program() => new(
        (context, stopping) => context.StepAsync(Steps.Do(_step, () => { }), stopping),
        () => new Fingerprint(new Dictionary<string, string> { ["members"] = _members }));
}
