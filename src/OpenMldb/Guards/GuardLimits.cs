namespace Nightshift.OpenMldb.Guards;

/// <summary>Where the guards of one cluster draw the line.</summary>
internal sealed record GuardLimits
{
    /// <summary>A partition of a replicated table may be without a leader for so long; a fenced move takes some tens of milliseconds and 3 s at most.</summary>
    public TimeSpan LeaderlessFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the first step with a node to the last.</summary>
    public TimeSpan NodeBudget { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A held setting may read otherwise for so long: while the run itself sets it or puts it back, and after a change of nameserver.</summary>
    public TimeSpan HoldLostFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without an answer for so long a guard counts as violated.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);
}
