using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;

namespace Nightshift.Runs.Store;

/// <summary>
/// Where runs are kept. Every method that changes something has it on disk when it completes. Failures of the store itself are
/// <see cref="StoreException"/>; nothing of the failed change is then promised to be there.
/// </summary>
public interface IRunStore : IAsyncDisposable
{
    /// <summary>A new run with its first events and its first lease, in one transaction.</summary>
    /// <param name="first">Makes the events from the number that the run was given.</param>
    Task<Lease> CreateAsync(NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first, CancellationToken cancellationToken);

    /// <summary>
    /// Appends, and sets the run's summary, in one transaction. A run that comes into a state without the cluster's lock gives it back in it.
    /// </summary>
    /// <exception cref="ConflictException">The journal has gone on since; read it and decide again.</exception>
    /// <exception cref="FencedException">The owner's lease or lock is no longer its own.</exception>
    Task AppendAsync(JournalAppend append, CancellationToken cancellationToken);

    /// <param name="after">0 reads all.</param>
    Task<IReadOnlyList<JournalRow>> ReadAsync(RunId run, long after, CancellationToken cancellationToken);

    /// <summary>Texts of sources by their hashes.</summary>
    Task<IReadOnlyDictionary<string, string>> SourcesAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken);

    Task<RunHead?> FindAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>All runs that are not in a final state, and those that ended after <paramref name="endedSince"/>; the oldest first.</summary>
    Task<IReadOnlyList<RunHead>> HeadsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken);

    /// <summary>Takes the lease over from the holder that had it with <paramref name="seenFence"/>; null when somebody was quicker.</summary>
    Task<Lease?> TakeLeaseAsync(RunId run, Owner owner, long seenFence, DateTimeOffset expires, CancellationToken cancellationToken);

    /// <exception cref="FencedException">Somebody else has taken it.</exception>
    Task RenewLeaseAsync(Lease lease, DateTimeOffset expires, CancellationToken cancellationToken);

    /// <summary>Lets others take the lease at once. Does nothing when it was taken already.</summary>
    Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Takes the cluster's lock for a queued run, unless another run has it or an older one waits for it. Its own lock is taken again with a new fence.
    /// A run that is neither queued nor under way gets none.</summary>
    Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken);

    /// <summary>The mean time that steps of these names took lately; names never seen are absent.</summary>
    Task<IReadOnlyDictionary<string, TimeSpan>> StepTimesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);
}
