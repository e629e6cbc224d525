using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Tests.Support;

/// <summary>Counts the moments at which a process could die. At the chosen one everything stops for good: nothing returns any more.</summary>
internal sealed class Crash(int at)
{
    private static readonly Task Never = new TaskCompletionSource().Task;
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _moments;

    public Task Dead => _dead.Task;

    public int Moments => Volatile.Read(ref _moments);

    /// <summary>Dies here and now.</summary>
    public void Kill() => _dead.TrySetResult();

    public Task MomentAsync()
    {
        if (Interlocked.Increment(ref _moments) == at) _dead.TrySetResult();
        return _dead.Task.IsCompleted ? Never : Task.CompletedTask;
    }

    public Task StillAliveAsync() => _dead.Task.IsCompleted ? Never : Task.CompletedTask;
}

/// <summary>A store in a process that dies before or after an append.</summary>
/// <param name="counted">Whether appends count as moments; otherwise it only dies with the process.</param>
internal sealed class CrashingStore(IRunStore inner, Crash crash, bool counted = true) : IRunStore
{
    public async Task AppendAsync(JournalAppend append, CancellationToken cancellationToken)
    {
        await MomentAsync();
        await inner.AppendAsync(append, cancellationToken);
        await MomentAsync();
    }

    public async Task<Lease> CreateAsync(NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first, CancellationToken cancellationToken) =>
        await Alive(() => inner.CreateAsync(run, first, cancellationToken));

    public Task<IReadOnlyList<JournalRow>> ReadAsync(RunId run, long after, CancellationToken cancellationToken) =>
        Alive(() => inner.ReadAsync(run, after, cancellationToken));

    public Task<IReadOnlyDictionary<string, string>> SourcesAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) =>
        Alive(() => inner.SourcesAsync(hashes, cancellationToken));

    public Task<RunHead?> FindAsync(RunId run, CancellationToken cancellationToken) => Alive(() => inner.FindAsync(run, cancellationToken));

    public Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken) => Alive(() => inner.ListAsync(limit, cancellationToken));

    public Task<IReadOnlyList<RunHead>> HeadsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken) =>
        Alive(() => inner.HeadsAsync(endedSince, cancellationToken));

    public Task<Lease?> TakeLeaseAsync(RunId run, Owner owner, long seenFence, DateTimeOffset expires, CancellationToken cancellationToken) =>
        Alive(() => inner.TakeLeaseAsync(run, owner, seenFence, expires, cancellationToken));

    public async Task RenewLeaseAsync(Lease lease, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        await crash.StillAliveAsync();
        await inner.RenewLeaseAsync(lease, expires, cancellationToken);
    }

    public async Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        await crash.StillAliveAsync();
        await inner.ReleaseLeaseAsync(lease, cancellationToken);
    }

    public Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        Alive(() => inner.TryLockAsync(lease, cluster, reason, now, cancellationToken));

    public Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken) => Alive(() => inner.FindLockAsync(cluster, cancellationToken));

    public Task<IReadOnlyDictionary<string, TimeSpan>> StepTimesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Alive(() => inner.StepTimesAsync(names, cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Task MomentAsync() => counted ? crash.MomentAsync() : crash.StillAliveAsync();

    private async Task<T> Alive<T>(Func<Task<T>> call)
    {
        await crash.StillAliveAsync();
        var result = await call();
        await crash.StillAliveAsync();
        return result;
    }
}
