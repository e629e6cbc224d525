using System.Text.Json;
using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

/// <summary>What somebody may try to get a run started without the consent that it needs.</summary>
public class ApprovalAttackTests
{
    private string _members = "3 tablets";

    [Fact]
    public async Task OnePerson_ApprovingTwice_CountsOnceAlsoAfterAWithdrawal()
    {
        await using var harness = new Harness();
        var (runs, run, hash) = await WaitingAsync(harness, approvers: 2);

        await runs.ApproveAsync(run, OnCall, hash, default);
        Assert.False((await runs.ApproveAsync(run, OnCall, hash, default)).Accepted);
        Assert.True((await runs.WithdrawAsync(run, OnCall, default)).Accepted);
        Assert.True((await runs.ApproveAsync(run, OnCall, hash, default)).Accepted);
        Assert.False((await runs.ApproveAsync(run, OnCall, hash, default)).Accepted);

        var view = (await runs.FindAsync(run, default))!;
        Assert.Equal((RunState.AwaitingApproval, 1), (view.Summary.State, view.Approvals.Count));
    }

    [Fact]
    public async Task Approval_TakenBack_DoesNotCountWithALaterOne()
    {
        await using var harness = new Harness();
        var (runs, run, hash) = await WaitingAsync(harness, approvers: 2);
        await runs.ApproveAsync(run, OnCall, hash, default);
        await runs.WithdrawAsync(run, OnCall, default);

        await runs.ApproveAsync(run, Third, hash, default);

        Assert.Equal([Third], (await runs.FindAsync(run, default))!.Approvals.Select(approval => approval.Person));
        Assert.Equal(RunState.AwaitingApproval, (await runs.FindAsync(run, default))!.Summary.State);
    }

    [Fact]
    public async Task Requester_ApprovingTheNewPlanAfterADrift_IsRefused()
    {
        await using var harness = new Harness();
        var (runs, run, hash) = await WaitingAsync(harness, approvers: 1);
        _members = "2 tablets";
        await runs.ApproveAsync(run, OnCall, hash, default);
        var drifted = await UntilAsync(runs, run, view => view.Plan.Hash != hash && view.Summary.State == RunState.AwaitingApproval);

        Assert.False((await runs.ApproveAsync(run, Operator, drifted.Plan.Hash, default)).Accepted);
        Assert.False((await runs.ApproveAsync(run, OnCall, hash, default)).Accepted);
        Assert.Equal(drifted.Plan.Hash, drifted.ConfirmHash);
        Assert.Equal(RunState.AwaitingApproval, (await runs.FindAsync(run, default))!.Summary.State);
    }

    [Fact]
    public async Task Interaction_OfAnEndedRunSentAgain_IsRefused()
    {
        await using var harness = new Harness();
        var (runs, run, hash) = await WaitingAsync(harness, approvers: 1);
        await runs.ApproveAsync(run, OnCall, hash, default);
        await EndAsync(runs, run);

        Assert.Equal(Answer.No("run 1 has succeeded; there is nothing to approve"), await runs.ApproveAsync(run, OnCall, hash, default));
        Assert.Equal(Answer.No("run 1 has succeeded; there is nothing to approve"), await runs.ApproveAsync(run, Third, hash, default));
    }

    [Fact]
    public async Task ChangedPlaybook_IsAnotherPlan()
    {
        await using var harness = new Harness();
        var (runs, run, hash) = await WaitingAsync(harness, approvers: 1);
        var changed = Request() with { Sources = [new SourceFile("restart.csx", "await Restart(); await DropEverything();")] };
        var other = await runs.SubmitAsync(changed, await runs.PlanAsync(changed, default), new ApprovalPolicy(1, TimeSpan.FromHours(1)), default);

        Assert.False((await runs.ApproveAsync(other, OnCall, hash, default)).Accepted);
        Assert.Equal("await Restart();", (await runs.FindAsync(run, default))!.Request.Sources[0].Text);
    }

    [Fact]
    public async Task StrangersAndBots_AreRecordedAndChangeNothing()
    {
        await using var harness = new Harness();
        var (runs, run, _) = await WaitingAsync(harness, approvers: 1);

        await runs.RefusedAsync(run, new PersonId("discord:4711"), "approve", "a bot; " + new string('x', 5_000), default);

        var row = (await harness.OpenStore().ReadAsync(run, 0, default))[^1];
        Assert.Equal("command-refused", row.Kind);
        using var payload = JsonDocument.Parse(row.Payload);
        Assert.Equal("discord:4711", payload.RootElement.GetProperty("Person").GetString());
        Assert.Equal(2_000, payload.RootElement.GetProperty("Reason").GetString()!.Length);
        Assert.Equal(RunState.AwaitingApproval, (await runs.FindAsync(run, default))!.Summary.State);
    }

    [Fact]
    public async Task Policy_WithARole_IsKeptWithTheRun()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(Program());
        var plan = await runs.PlanAsync(Request(), default);
        var run = await runs.SubmitAsync(Request(), plan, new ApprovalPolicy(2, TimeSpan.FromHours(1), "oncall"), default);
        await runs.StopAsync(default);

        var next = await harness.StartAsync(Program());

        Assert.Equal(new ApprovalPolicy(2, TimeSpan.FromHours(1), "oncall"), (await next.FindAsync(run, default))!.Policy);
    }

    private async Task<(RunService Runs, RunId Run, string Hash)> WaitingAsync(Harness harness, int approvers)
    {
        var runs = await harness.StartAsync(Program());
        var run = await SubmitAsync(runs, approvers: approvers);
        return (runs, run, (await runs.FindAsync(run, default))!.Plan.Hash);
    }

    private DelegateProgram Program() => new(
        (context, stopping) => context.StepAsync(Steps.Do("restart", () => { }), stopping),
        () => new Fingerprint(new Dictionary<string, string> { ["members"] = _members }));
}
