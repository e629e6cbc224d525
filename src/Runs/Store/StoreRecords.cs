using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;

namespace Nightshift.Runs.Store;

/// <param name="Sources">Text by its hash; a text that is stored already is not stored again.</param>
public sealed record NewRun(
    RunState State,
    string? Reason,
    string Cluster,
    string Command,
    PersonId RequestedBy,
    DateTimeOffset Requested,
    DateTimeOffset? Ended,
    IReadOnlyDictionary<string, string> Sources,
    Owner Owner,
    DateTimeOffset LeaseExpires);

/// <summary>The numbers that an owner proves itself by.</summary>
/// <param name="Lease">Fence of the run's lease.</param>
/// <param name="Lock">Fence of the cluster's lock, once it has it.</param>
public sealed record Fences(long Lease, long? Lock);

/// <param name="Summary">The run once the rows are appended.</param>
/// <param name="Fences">Null for commands of people, which any process may append; the chain of hashes then orders them.</param>
/// <param name="Times">How long steps took that these rows end.</param>
public sealed record JournalAppend(RunSummary Summary, IReadOnlyList<JournalRow> Rows, Fences? Fences, IReadOnlyList<StepTime> Times);

public sealed record StepTime(string Name, TimeSpan Took);

/// <summary>The right of one process to carry a run on.</summary>
/// <param name="Fence">One more with every holder.</param>
public sealed record Lease(RunId Run, Owner Owner, long Fence, DateTimeOffset Expires)
{
    /// <summary>Given back by its owner; anybody may take it at once.</summary>
    public bool IsReleased => Expires <= DateTimeOffset.UnixEpoch;
}

/// <param name="LastHash">Of the event with <paramref name="LastSequence"/>.</param>
public sealed record RunHead(RunSummary Summary, long LastSequence, string LastHash, Lease Lease);

/// <param name="Fence">One more each time that it is taken.</param>
public sealed record ClusterLock(string Cluster, RunId Run, string Reason, long Fence, DateTimeOffset Since);

/// <param name="Taken">Null when it was refused.</param>
/// <param name="Behind">The run that is in the way; null when a person is, or when it is the run itself that may not.</param>
/// <param name="Reason">What is in the way is doing, in a sentence.</param>
/// <param name="Waits">What a run that was refused waits for, in a sentence; null when it does not wait.</param>
public sealed record LockAttempt(ClusterLock? Taken, RunId? Behind, string? Reason, string? Waits = null);
