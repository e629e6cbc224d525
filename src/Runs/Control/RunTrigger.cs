namespace Nightshift.Runs;

/// <summary>What can happen to a run: what people command, and what the engine meets by itself.</summary>
internal enum RunTrigger
{
    Approve,
    Withdraw,
    Reject,
    Pause,
    PauseNow,
    Resume,
    Abort,
    AbortNow,
    Retry,
    Skip,

    /// <summary>"Abort" as the answer to one failed step.</summary>
    GiveUp,

    /// <summary>The answer to a question that the playbook asks.</summary>
    Answer,

    /// <summary>The cluster's lock is taken and the cluster is as planned.</summary>
    Start,

    /// <summary>The process that carried the run on is gone, and another one takes the run up.</summary>
    Crash,
    ApprovalDeadline,
    DecisionDeadline,

    /// <summary>The cluster's lock was taken away.</summary>
    LockLost,
    DriftBeforeStart,
    DriftBeforeNode,
    GuardViolated,
}

internal static class RunTriggers
{
    public static bool IsCommand(this RunTrigger trigger) => trigger < RunTrigger.Start;

    /// <summary>As people write it.</summary>
    public static string Words(this RunTrigger trigger) => trigger switch
    {
        RunTrigger.Approve => "/approve",
        RunTrigger.Withdraw => "/withdraw",
        RunTrigger.Reject => "/reject",
        RunTrigger.Pause => "/pause",
        RunTrigger.PauseNow => "/pause now",
        RunTrigger.Resume => "/resume",
        RunTrigger.Abort => "/abort",
        RunTrigger.AbortNow => "/abort now",
        RunTrigger.Retry => "/retry",
        RunTrigger.Skip => "/skip",
        RunTrigger.GiveUp => "abort the step",
        RunTrigger.Answer => "/answer",
        RunTrigger.Start => "start",
        RunTrigger.Crash => "crash",
        RunTrigger.ApprovalDeadline => "approval deadline",
        RunTrigger.DecisionDeadline => "decision deadline",
        RunTrigger.LockLost => "lock lost",
        RunTrigger.DriftBeforeStart => "drift before the start",
        RunTrigger.DriftBeforeNode => "drift before a node",
        RunTrigger.GuardViolated => "guard violated",
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, null),
    };
}
