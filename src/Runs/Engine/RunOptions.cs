namespace Nightshift.Runs;

/// <summary>How runs are kept and carried on.</summary>
public sealed record RunOptions
{
    /// <summary>Path of the SQLite file; its directory is made when missing.</summary>
    public string Database { get; init; } = ".nightshift/runs.db";

    /// <summary>
    /// How long people are asked what to do about a failed step of a run that is submitted here. Zero decides at once, for command lines without
    /// people. Journaled with the run: whoever carries it on later asks for as long.
    /// </summary>
    public TimeSpan DecisionDeadline { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What is decided when nobody did. Skip counts as abort where the step may not be skipped.</summary>
    public Decision DefaultDecision { get; init; } = Decision.Abort;

    /// <summary>A failed step of the way out is tried again after each of these before people are asked.</summary>
    public IReadOnlyList<TimeSpan> WayOutPauses { get; init; } = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)];

    /// <summary>How long a cancelled step may take to end before the run says that it does not.</summary>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a replay may take, on recorded results alone, to meet every recorded step again.</summary>
    public TimeSpan ReplayGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a process that cannot be seen from here and is not heard of keeps its runs. It renews at a quarter, and stops what it does at three quarters
    /// without a renewal.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a cluster that cannot be read is asked again before a run that is to start on it is given up.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it is left alone between two of these attempts.</summary>
    public TimeSpan StartRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often other processes' changes are looked for.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a queued run sleeps at most before it looks again whether its cluster is free. It is woken earlier when that is seen.</summary>
    public TimeSpan QueueRecheck { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often each guard of a run under way is evaluated.</summary>
    public TimeSpan GuardInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a run that nobody is asked about (<see cref="DecisionDeadline"/> zero) stands for a guard to hold again, before it is given up.</summary>
    public TimeSpan UnaskedGuardPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a run whose store failed waits before it is taken up from what is on disk.</summary>
    public TimeSpan StoreRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The least time between two published waiting sentences of one step.</summary>
    public TimeSpan WaitingThrottle { get; init; } = TimeSpan.FromMilliseconds(500);
}
