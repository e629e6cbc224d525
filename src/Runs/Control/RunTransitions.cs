using System.Collections.Frozen;

namespace Nightshift.Runs;

internal enum RunCommand
{
    Approve,
    Withdraw,
    Reject,
    Abort,
    AbortNow,
    Decide,
}

/// <summary>What may be done to a run in which state. What is not in the table is refused with the sentence of the state.</summary>
internal static class RunTransitions
{
    private static readonly FrozenDictionary<RunState, FrozenSet<RunCommand>> Table = new Dictionary<RunState, FrozenSet<RunCommand>>
    {
        [RunState.Planned] = [],
        [RunState.AwaitingApproval] = [RunCommand.Approve, RunCommand.Withdraw, RunCommand.Reject, RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Queued] = [RunCommand.Withdraw, RunCommand.Reject, RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Running] = [RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Paused] = [RunCommand.Abort, RunCommand.AbortNow],
        [RunState.AwaitingDecision] = [RunCommand.Decide, RunCommand.Abort, RunCommand.AbortNow],
        [RunState.Stopping] = [RunCommand.AbortNow],
        [RunState.Succeeded] = [],
        [RunState.Failed] = [],
        [RunState.Stopped] = [],
        [RunState.Rejected] = [],
        [RunState.Expired] = [],
    }.ToFrozenDictionary();

    /// <summary>Null when the command may be given; else why not.</summary>
    public static string? Refusal(RunId run, RunState state, RunCommand command) =>
        Table[state].Contains(command) ? null : $"{Sentence(run, state)}; {Consequence(command)}";

    private static string Sentence(RunId run, RunState state) => state switch
    {
        RunState.Planned => $"run {run} is only planned",
        RunState.AwaitingApproval => $"run {run} waits for approval",
        RunState.Queued => $"run {run} is approved and waits for its turn",
        RunState.Running => $"run {run} is running",
        RunState.Paused => $"run {run} is paused",
        RunState.AwaitingDecision => $"run {run} waits for a decision on a failed step",
        RunState.Stopping => $"run {run} is stopping already and puts things back",
        RunState.Succeeded => $"run {run} has succeeded",
        RunState.Failed => $"run {run} has failed",
        RunState.Stopped => $"run {run} was stopped",
        RunState.Rejected => $"run {run} was rejected",
        RunState.Expired => $"run {run} has expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static string Consequence(RunCommand command) => command switch
    {
        RunCommand.Approve => "there is nothing to approve",
        RunCommand.Withdraw => "an approval can be taken back only until the run starts",
        RunCommand.Reject => "it can be rejected only until it starts; /abort stops a run under way",
        RunCommand.Abort or RunCommand.AbortNow => "there is nothing to abort",
        RunCommand.Decide => "no step asks for a decision",
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, null),
    };
}
