namespace Nightshift.Runs.Faults;

/// <summary>What can go wrong at a step of a run. Each happens once.</summary>
public enum FaultKind
{
    /// <summary>The intent is on disk; the process dies before the effect.</summary>
    CrashBefore,

    /// <summary>The effect has happened; the process dies before its result is on disk.</summary>
    CrashAfter,

    /// <summary>The effect throws before it does anything.</summary>
    Fails,

    /// <summary>Does nothing and does not return until it is cancelled; its deadline is short this time.</summary>
    Hangs,

    /// <summary>The effect has happened; the caller gets an <see cref="IOException"/>.</summary>
    ReplyLost,

    /// <summary>The effect has happened; the next write of the store fails, once.</summary>
    CommitFails,

    /// <summary>The effect has happened; every write of the store fails for a while.</summary>
    DiskFull,
}
