using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Faults;

/// <summary>A store whose writes fail when they are told to, and that a dead process reaches no more.</summary>
internal sealed class FaultyStore(IRunStore inner, MortalProcess process) : IRunStore
{
    public Task<Lease> CreateAsync(NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.CreateAsync(run, first, cancellationToken));

    /// <exception cref="FencedException">Also when the process has died: whoever takes the run over is its owner.</exception>
    public Task AppendAsync(JournalAppend append, CancellationToken cancellationToken)
    {
        if (process.IsDead) throw new FencedException(append.Summary.Id, "this process has died");
        return WriteAsync(() => inner.AppendAsync(append, cancellationToken));
    }

    public Task<IReadOnlyList<JournalRow>> ReadAsync(RunId run, long after, CancellationToken cancellationToken) =>
        Live().ReadAsync(run, after, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> SourcesAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) =>
        Live().SourcesAsync(hashes, cancellationToken);

    public Task<RunHead?> FindAsync(RunId run, CancellationToken cancellationToken) => Live().FindAsync(run, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken) => Live().ListAsync(limit, cancellationToken);

    public Task<IReadOnlyList<RunHead>> HeadsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken) => Live().HeadsAsync(endedSince, cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Owner owner, long seenFence, DateTimeOffset expires, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TakeLeaseAsync(run, owner, seenFence, expires, cancellationToken));

    /// <exception cref="FencedException">Also when the process has died.</exception>
    public Task RenewLeaseAsync(Lease lease, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (process.IsDead) throw new FencedException(lease.Run, "this process has died");
        return WriteAsync(() => inner.RenewLeaseAsync(lease, expires, cancellationToken));
    }

    /// <summary>The dead give nothing back.</summary>
    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        process.IsDead ? Task.CompletedTask : WriteAsync(() => inner.ReleaseLeaseAsync(lease, cancellationToken));

    public Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryLockAsync(lease, cluster, reason, now, cancellationToken));

    public Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken) => Live().FindLockAsync(cluster, cancellationToken);

    public Task<IReadOnlyDictionary<string, TimeSpan>> StepTimesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Live().StepTimesAsync(names, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private IRunStore Live() => process.IsDead ? throw new StoreException("this process has died") : inner;

    private async Task WriteAsync(Func<Task> write)
    {
        ThrowIfItFails();
        await write();
    }

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        ThrowIfItFails();
        return await write();
    }

    private void ThrowIfItFails()
    {
        Live();
        if (process.Writes.Take() is { } why) throw new StoreException($"{why} (an ordered fault)");
    }
}
