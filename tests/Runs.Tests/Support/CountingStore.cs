using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Tests.Support;

/// <summary>A store that counts what is asked of it.</summary>
internal sealed class CountingStore(IRunStore inner) : IRunStore
{
    private int _appends;
    private int _renewals;
    private int _lockAttempts;
    private int _heads;

    public int Appends => Volatile.Read(ref _appends);

    public int Renewals => Volatile.Read(ref _renewals);

    public int LockAttempts => Volatile.Read(ref _lockAttempts);

    public int Heads => Volatile.Read(ref _heads);

    public void Clear() => _appends = _renewals = _lockAttempts = _heads = 0;

    public Task AppendAsync(JournalAppend append, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _appends);
        return inner.AppendAsync(append, cancellationToken);
    }

    public Task RenewLeaseAsync(Lease lease, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _renewals);
        return inner.RenewLeaseAsync(lease, expires, cancellationToken);
    }

    public Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lockAttempts);
        return inner.TryLockAsync(lease, cluster, reason, now, cancellationToken);
    }

    public Task<IReadOnlyList<RunHead>> HeadsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _heads);
        return inner.HeadsAsync(endedSince, cancellationToken);
    }

    public Task<Lease> CreateAsync(NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first, CancellationToken cancellationToken) =>
        inner.CreateAsync(run, first, cancellationToken);

    public Task<IReadOnlyList<JournalRow>> ReadAsync(RunId run, long after, CancellationToken cancellationToken) => inner.ReadAsync(run, after, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> SourcesAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) =>
        inner.SourcesAsync(hashes, cancellationToken);

    public Task<RunHead?> FindAsync(RunId run, CancellationToken cancellationToken) => inner.FindAsync(run, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken) => inner.ListAsync(limit, cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Owner owner, long seenFence, DateTimeOffset expires, CancellationToken cancellationToken) =>
        inner.TakeLeaseAsync(run, owner, seenFence, expires, cancellationToken);

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) => inner.ReleaseLeaseAsync(lease, cancellationToken);

    public Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken) => inner.FindLockAsync(cluster, cancellationToken);

    public Task<IReadOnlyDictionary<string, TimeSpan>> StepTimesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        inner.StepTimesAsync(names, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
