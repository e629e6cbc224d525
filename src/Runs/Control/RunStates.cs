namespace Nightshift.Runs;

public static class RunStates
{
    public static bool IsFinal(this RunState state) =>
        state is RunState.Succeeded or RunState.Failed or RunState.Stopped or RunState.Rejected or RunState.Expired;

    /// <summary>Whether a run in this state may have its cluster's lock.</summary>
    internal static bool HoldsLock(this RunState state) => state is RunState.Queued || state.IsUnderWay();

    /// <summary>Whether its playbook has begun and not ended.</summary>
    internal static bool IsUnderWay(this RunState state) =>
        state is RunState.Running or RunState.Paused or RunState.AwaitingDecision or RunState.Stopping;
}
