using Nightshift.Runs.Tests.Support;
using static Nightshift.Runs.RunState;
using static Nightshift.Runs.Tests.Support.Harness;

namespace Nightshift.Runs.Tests.Control;

/// <summary>How a run is brought to where a cell of the table is taken or just not, and how what the engine meets is made to happen.</summary>
internal static class CellSetup
{
    public static async Task ReachAsync(Life life, RunState state, RunTrigger trigger)
    {
        life.Branches = trigger == RunTrigger.DriftBeforeNode && state != Running;
        switch (state, trigger)
        {
            case (Paused, RunTrigger.Approve or RunTrigger.Pause or RunTrigger.PauseNow or RunTrigger.DriftBeforeNode):
                await life.ToDriftAsync(approvers: 1);
                break;
            case (Paused, RunTrigger.Withdraw):
                await life.ToDriftAsync(approvers: 2);
                Assert.True((await life.Runs.ApproveAsync(life.Run, OnCall, (await life.ViewAsync()).ConfirmHash!, default)).Accepted);
                break;
            case (AwaitingDecision, RunTrigger.Answer):
                await life.ToQuestionAsync();
                break;
            default:
                await life.ToAsync(state);
                break;
        }
        switch (state, trigger)
        {
            case (AwaitingApproval, RunTrigger.Withdraw):
                Assert.True((await life.Runs.ApproveAsync(life.Run, OnCall, (await life.ViewAsync()).Plan.Hash, default)).Accepted);
                break;
            case (Running or AwaitingDecision, RunTrigger.Resume):
                Assert.True((await life.Runs.PauseAsync(life.Run, OnCall, now: false, null, default)).Accepted);
                break;
            case (AwaitingDecision, RunTrigger.Retry):
                life.Mend();
                break;
            case (AwaitingDecision, RunTrigger.DriftBeforeNode):
                await life.UntilAsync(view => view.Steps.Any(step => step.Path.Value == "beside/look"));
                break;
        }
    }

    public static async Task HappenAsync(Life life, RunTrigger trigger)
    {
        switch (trigger)
        {
            case RunTrigger.Start: life.FreeTheCluster(); break;
            case RunTrigger.Crash: await life.CrashAsync(); break;
            case RunTrigger.ApprovalDeadline or RunTrigger.DecisionDeadline: life.Advance(TimeSpan.FromHours(2)); break;
            case RunTrigger.LockLost: await life.TakeLockAwayAsync(); break;
            case RunTrigger.DriftBeforeStart:
                life.Drift();
                life.FreeTheCluster();
                break;
            case RunTrigger.DriftBeforeNode:
                life.Drift();
                life.FinishWork();
                life.FinishBeside();
                break;
            case RunTrigger.GuardViolated: life.Violate(); break;
            default: throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "a command");
        }
    }

    /// <summary>The event that proves that the trigger was taken and not just survived.</summary>
    public static string? Event(RunState state, RunTrigger trigger) => trigger switch
    {
        RunTrigger.Start => "started",
        RunTrigger.Crash => state is Running or Paused or AwaitingDecision or Stopping ? "resumed" : null,
        RunTrigger.ApprovalDeadline => "expired",
        RunTrigger.DecisionDeadline => "decided",
        RunTrigger.LockLost => "lock-lost",
        RunTrigger.DriftBeforeNode => "drift-found",
        RunTrigger.GuardViolated => "guard-violated",
        _ => null,
    };

    /// <summary>Where the run then comes to stand, where the cell names several states.</summary>
    public static RunState? Settles(RunState state, RunTrigger trigger) => (state, trigger) switch
    {
        (AwaitingApproval, RunTrigger.Approve) => AwaitingApproval,
        (Queued, RunTrigger.DriftBeforeStart) => AwaitingApproval,
        (Running, RunTrigger.Pause or RunTrigger.PauseNow or RunTrigger.Abort) => Running,
        (Running, RunTrigger.DriftBeforeNode) => Paused,
        (Running, RunTrigger.GuardViolated) => Running,
        (AwaitingDecision, RunTrigger.Abort or RunTrigger.AbortNow or RunTrigger.GiveUp or RunTrigger.DecisionDeadline) => Stopping,
        (AwaitingDecision, RunTrigger.Retry or RunTrigger.Answer) => Running,
        _ => null,
    };

    /// <summary>Gives the command where the cell's condition is just not met.</summary>
    public static async Task<Answer> MissAsync(Life life, RunState state, RunTrigger trigger)
    {
        switch (state, trigger)
        {
            case (Paused, RunTrigger.Resume or RunTrigger.Withdraw):
                await life.ToDriftAsync(approvers: 1);
                return await life.GiveAsync(trigger);
            case (Paused, _):
                await life.ToAsync(Paused);
                return await life.GiveAsync(trigger);
            case (AwaitingDecision, RunTrigger.Retry or RunTrigger.Skip):
                await life.ToQuestionAsync();
                return await life.GiveAsync(trigger);
            case (AwaitingDecision, RunTrigger.GiveUp):
                await life.ToAsync(state);
                return await life.Runs.DecideAsync(life.Run, OnCall, Decision.Abort, new StepPath("elsewhere"), default);
            case (Stopping, RunTrigger.AbortNow):
                await life.ToAsync(state);
                Assert.True((await life.GiveAsync(trigger)).Accepted);
                return await life.GiveAsync(trigger);
            case (AwaitingApproval, RunTrigger.Approve):
                await life.ToAsync(state);
                return await life.Runs.ApproveAsync(life.Run, Operator, (await life.ViewAsync()).Plan.Hash, default);
            case (Queued, RunTrigger.Withdraw):
                await life.ToAsync(state);
                return await life.Runs.WithdrawAsync(life.Run, new PersonId("nobody"), default);
            case (Running or AwaitingDecision, RunTrigger.Pause or RunTrigger.PauseNow) or (Running, RunTrigger.Abort):
                await life.ToAsync(state);
                Assert.True((await life.GiveAsync(trigger)).Accepted);
                return await life.GiveAsync(trigger);
            default:
                await life.ToAsync(state);
                return await life.GiveAsync(trigger);
        }
    }
}
