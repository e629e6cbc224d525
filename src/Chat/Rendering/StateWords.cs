using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

public static class StateWords
{
    public static string Of(RunState state) => state switch
    {
        RunState.Planned => "planned",
        RunState.AwaitingApproval => "awaiting approval",
        RunState.Queued => "queued",
        RunState.Running => "running",
        RunState.Paused => "paused",
        RunState.AwaitingDecision => "waiting for a decision",
        RunState.Stopping => "stopping",
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        RunState.Stopped => "stopped",
        RunState.Rejected => "rejected",
        RunState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "a state without words"),
    };
}
