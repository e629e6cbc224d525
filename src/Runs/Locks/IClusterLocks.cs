namespace Nightshift.Runs;

/// <summary>
/// The locks of clusters as people see and use them. A cluster locked by a person takes no run until that person, or somebody with the right, unlocks it.
/// What is asked and what came of it is in the audit log, in one transaction with the change. Whether a person may is asked before, by rights.
/// </summary>
public interface IClusterLocks
{
    /// <summary>
    /// Refused while a run or another person has it; the sentence says who, since when, and why. Runs that only wait are no hindrance: they wait behind it.
    /// Who has it already changes the reason.
    /// </summary>
    /// <param name="channel">Where it was asked, for the record.</param>
    /// <exception cref="Store.StoreException">It is not known to be on disk.</exception>
    Task<Answer> LockAsync(string cluster, PersonId person, string channel, string reason, CancellationToken cancellationToken);

    /// <summary>
    /// Frees a person's lock. The lock of a run is freed only with <paramref name="force"/>, and only when no living process carries that run on:
    /// the way out for a run whose journal nobody can read.
    /// </summary>
    Task<Answer> UnlockAsync(string cluster, PersonId person, string channel, bool force, CancellationToken cancellationToken);

    /// <summary>Null when it is free.</summary>
    Task<ClusterLockView?> FindAsync(string cluster, CancellationToken cancellationToken);
}

/// <param name="Run">The run that has it, or null when a person has.</param>
/// <param name="Person">The person who locked it, or null when a run has it.</param>
public sealed record ClusterLockView(string Cluster, RunId? Run, PersonId? Person, string Reason, DateTimeOffset Since);
