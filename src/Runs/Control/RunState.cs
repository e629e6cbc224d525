namespace Nightshift.Runs;

/// <summary>Where a run is in its life. Stored by name; the table of transitions is in <c>RunTransitions</c>.</summary>
public enum RunState
{
    Planned,
    AwaitingApproval,

    /// <summary>Approved; waits for the cluster's lock or for a window.</summary>
    Queued,
    Running,
    Paused,
    AwaitingDecision,

    /// <summary>On the way out: holds are put back, stopped nodes started, leaders sent home.</summary>
    Stopping,
    Succeeded,
    Failed,

    /// <summary>Aborted by people, and everything put back.</summary>
    Stopped,
    Rejected,
    Expired,
}
