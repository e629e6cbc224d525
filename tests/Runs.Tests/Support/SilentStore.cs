using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Tests.Support;

/// <summary>A store that renews no leases while told so, as one on a disk that does not answer.</summary>
internal sealed class SilentStore(IRunStore inner) : IRunStore
{
    public bool Silent { get; set; }

    public Task RenewLeaseAsync(Lease lease, DateTimeOffset expires, CancellationToken cancellationToken) =>
        Silent ? throw new StoreException("the disk does not answer") : inner.RenewLeaseAsync(lease, expires, cancellationToken);

    public Task<Lease> CreateAsync(NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first, CancellationToken cancellationToken) =>
        inner.CreateAsync(run, first, cancellationToken);

    public Task AppendAsync(JournalAppend append, CancellationToken cancellationToken) => inner.AppendAsync(append, cancellationToken);

    public Task<IReadOnlyList<JournalRow>> ReadAsync(RunId run, long after, CancellationToken cancellationToken) => inner.ReadAsync(run, after, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> SourcesAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) =>
        inner.SourcesAsync(hashes, cancellationToken);

    public Task<RunHead?> FindAsync(RunId run, CancellationToken cancellationToken) => inner.FindAsync(run, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken) => inner.ListAsync(limit, cancellationToken);

    public Task<IReadOnlyList<RunHead>> HeadsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken) => inner.HeadsAsync(endedSince, cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Owner owner, long seenFence, DateTimeOffset expires, CancellationToken cancellationToken) =>
        inner.TakeLeaseAsync(run, owner, seenFence, expires, cancellationToken);

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) => inner.ReleaseLeaseAsync(lease, cancellationToken);

    public Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.TryLockAsync(lease, cluster, reason, now, cancellationToken);

    public Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken) => inner.FindLockAsync(cluster, cancellationToken);

    public Task<IReadOnlyDictionary<string, TimeSpan>> StepTimesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        inner.StepTimesAsync(names, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
