namespace Nightshift.Runs.Journal;

/// <summary>The journal cannot be replayed by this version, or was changed after it was written. The run is left as it is.</summary>
public sealed class UnreadableJournalException(RunId run, string reason, Exception? innerException = null)
    : Exception($"the journal of run {run} cannot be replayed: {reason}", innerException)
{
    public RunId Run { get; } = run;

    public string Reason { get; } = reason;
}
