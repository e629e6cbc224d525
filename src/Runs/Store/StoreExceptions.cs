namespace Nightshift.Runs.Store;

/// <summary>The store could not read or commit: a full disk, a damaged file, no access. The run stops before its next effect.</summary>
public sealed class StoreException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A stale owner: another process has taken the run or the cluster since.</summary>
public sealed class FencedException(RunId run, string reason) : Exception($"run {run}: {reason}")
{
    public RunId Run { get; } = run;
}

/// <summary>The journal has gone on since it was read.</summary>
public sealed class ConflictException(RunId run, long expected) : Exception($"run {run}: the journal no longer ends with event {expected}")
{
    public RunId Run { get; } = run;
}
