using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Engine;

public class ApprovalTests
{
    private static readonly Func<IRunContext, Task> OneStep = context => context.StepAsync(Steps.Do("restart", () => { }));

    [Fact]
    public async Task Approve_ByEnoughOthers_StartsTheRun()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);
        var run = await SubmitAsync(runs, approvers: 2);
        var hash = await HashAsync(runs, run);

        var first = await runs.ApproveAsync(run, OnCall, hash, default);
        Assert.True(first.Accepted);
        Assert.Contains("1 more approval is needed", first.Sentence, StringComparison.Ordinal);
        Assert.Equal(RunState.AwaitingApproval, (await runs.FindAsync(run, default))!.Summary.State);
        Assert.True((await runs.ApproveAsync(run, Third, hash, default)).Accepted);

        var view = await EndAsync(runs, run);
        Assert.Equal(RunState.Succeeded, view.Summary.State);
        Assert.Equal([OnCall, Third], view.Approvals.Select(approval => approval.Person));
    }

    [Fact]
    public async Task Approve_ByTheRequesterTwiceOrAnotherPlan_IsRefusedAndJournaled()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);
        var run = await SubmitAsync(runs, approvers: 2);
        var hash = await HashAsync(runs, run);

        var own = await runs.ApproveAsync(run, Operator, hash, default);
        await runs.ApproveAsync(run, OnCall, hash, default);
        var twice = await runs.ApproveAsync(run, OnCall, hash, default);
        var other = await runs.ApproveAsync(run, Third, new string('0', 64), default);

        Assert.Equal((false, "operator asked for run 1; somebody else has to approve it"), (own.Accepted, own.Sentence));
        Assert.Equal((false, "oncall has approved run 1 already"), (twice.Accepted, twice.Sentence));
        Assert.False(other.Accepted);
        Assert.Equal(RunState.AwaitingApproval, (await runs.FindAsync(run, default))!.Summary.State);
        var rows = await harness.OpenStore().ReadAsync(run, 0, default);
        Assert.Equal(3, rows.Count(row => row.Kind == "command-refused"));
    }

    [Fact]
    public async Task Approve_ManyAtOnceByOnePerson_CountsOnce()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);
        var run = await SubmitAsync(runs, approvers: 2);
        var hash = await HashAsync(runs, run);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => runs.ApproveAsync(run, OnCall, hash, default)));

        Assert.Single(answers, answer => answer.Accepted);
        Assert.Equal(RunState.AwaitingApproval, (await runs.FindAsync(run, default))!.Summary.State);
    }

    [Fact]
    public async Task Approve_FromTwoEnginesAtOnce_CountsBoth()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);
        var other = await harness.StartAsync(OneStep);
        var run = await SubmitAsync(runs, approvers: 3);
        var hash = await HashAsync(runs, run);

        var answers = await Task.WhenAll(
            runs.ApproveAsync(run, OnCall, hash, default), other.ApproveAsync(run, Third, hash, default), other.ApproveAsync(run, new PersonId("fourth"), hash, default));

        Assert.All(answers, answer => Assert.True(answer.Accepted, answer.Sentence));
        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, run)).Summary.State);
        Assert.Equal(RunState.Succeeded, (await EndAsync(other, run)).Summary.State);
    }

    [Fact]
    public async Task Plan_NotApprovedInTime_Expires()
    {
        await using var harness = new Harness();
        var time = new ManualTime();
        var runs = await harness.StartAsync(OneStep, time);
        var run = await SubmitAsync(runs, approvers: 1, validFor: TimeSpan.FromMinutes(15));
        var hash = await HashAsync(runs, run);

        var ended = EndAsync(runs, run);
        time.Advance(TimeSpan.FromMinutes(16));

        var view = await ended;
        Assert.Equal((RunState.Expired, "15 min passed before it was approved and could start"), (view.Summary.State, view.Summary.Reason));
        var late = await runs.ApproveAsync(run, OnCall, hash, default);
        Assert.Equal((false, "run 1 has expired; there is nothing to approve"), (late.Accepted, late.Sentence));
    }

    [Fact]
    public async Task Withdraw_BeforeTheStart_TakesTheApprovalBack()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);
        var run = await SubmitAsync(runs, approvers: 2);
        var hash = await HashAsync(runs, run);
        await runs.ApproveAsync(run, OnCall, hash, default);

        Assert.False((await runs.WithdrawAsync(run, Third, default)).Accepted);
        Assert.True((await runs.WithdrawAsync(run, OnCall, default)).Accepted);
        await runs.ApproveAsync(run, Third, hash, default);

        var view = (await runs.FindAsync(run, default))!;
        Assert.Equal(RunState.AwaitingApproval, view.Summary.State);
        Assert.Equal([Third], view.Approvals.Select(approval => approval.Person));
    }

    [Fact]
    public async Task Withdraw_WhileQueued_SendsTheRunBackToApproval()
    {
        await using var harness = new Harness();
        var gate = new TaskCompletionSource();
        var runs = await harness.StartAsync(async context =>
        {
            await context.StepAsync(Steps.Do("wait", _ => gate.Task));
        });
        var first = await SubmitAsync(runs);
        await UntilAsync(runs, first, RunState.Running);
        var second = await SubmitAsync(runs, approvers: 1);
        await runs.ApproveAsync(second, OnCall, await HashAsync(runs, second), default);
        var queued = await UntilAsync(runs, second, view => view.Summary.Reason is not null);
        Assert.Equal("waits for run 1 (/restart tablet all), which has cluster demo", queued.Summary.Reason);

        Assert.True((await runs.WithdrawAsync(second, OnCall, default)).Accepted);
        gate.SetResult();

        Assert.Equal(RunState.Succeeded, (await EndAsync(runs, first)).Summary.State);
        Assert.Equal(RunState.AwaitingApproval, (await runs.FindAsync(second, default))!.Summary.State);
    }

    [Fact]
    public async Task Reject_EndsTheRun()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);
        var run = await SubmitAsync(runs, approvers: 1);

        Assert.True((await runs.RejectAsync(run, OnCall, "not tonight", default)).Accepted);

        var view = await EndAsync(runs, run);
        Assert.Equal((RunState.Rejected, "rejected by oncall: not tonight"), (view.Summary.State, view.Summary.Reason));
    }

    [Fact]
    public async Task Submit_PlanThatWasAltered_IsRefused()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);
        var plan = await runs.PlanAsync(Request(), default);

        await Assert.ThrowsAsync<ArgumentException>(() =>
            runs.SubmitAsync(Request(), plan with { Steps = [] }, new ApprovalPolicy(0, TimeSpan.Zero), default));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            runs.SubmitAsync(Request() with { Options = """{"all":true}""" }, plan, new ApprovalPolicy(0, TimeSpan.Zero), default));
    }

    [Fact]
    public async Task Submit_PlanWithObstacles_IsRejectedAtOnce()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(context => context.StepAsync(new StepDefinition<Nothing>
        {
            Name = "stop",
            Description = "stop it",
            Execute = _ => Task.FromResult(Nothing.Value),
            Plan = plan =>
            {
                plan.Obstacle("demo.orders has one replica");
                return Task.FromResult(Nothing.Value);
            },
        }));

        var view = await EndAsync(runs, await SubmitAsync(runs, approvers: 1));

        Assert.Equal((RunState.Rejected, "rejected by nightshift: demo.orders has one replica"), (view.Summary.State, view.Summary.Reason));
    }

    [Fact]
    public async Task AnyCommand_ForARunThatIsNotThere_IsAnswered()
    {
        await using var harness = new Harness();
        var runs = await harness.StartAsync(OneStep);

        Assert.Equal(Answer.No("there is no run 99"), await runs.AbortAsync(new RunId(99), OnCall, now: true, default));
        Assert.Null(await runs.FindAsync(new RunId(99), default));
    }

    private static async Task<string> HashAsync(RunService runs, RunId run) => (await runs.FindAsync(run, default))!.Plan.Hash;
}
