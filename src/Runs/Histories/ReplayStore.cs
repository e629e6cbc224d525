using Nightshift.Runs.Journal;
using Nightshift.Runs.Ownership;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Histories;

/// <summary>The store of a replay: nothing is in it and nothing goes into it.</summary>
internal sealed class ReplayStore : IRunStore
{
    /// <summary>Asked about every append; always throws in the end.</summary>
    public Func<JournalAppend, Task> Appending { get; set; } = _ => Task.CompletedTask;

    public async Task AppendAsync(JournalAppend append, CancellationToken cancellationToken)
    {
        await Appending(append);
        throw Refused();
    }

    public Task<Lease> CreateAsync(NewRun run, Func<RunId, IReadOnlyList<JournalRow>> first, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<JournalRow>> ReadAsync(RunId run, long after, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyDictionary<string, string>> SourcesAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) => throw Refused();

    public Task<RunHead?> FindAsync(RunId run, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<RunSummary>> ListAsync(int limit, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<RunHead>> HeadsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken) => throw Refused();

    public Task<Lease?> TakeLeaseAsync(RunId run, Owner owner, long seenFence, DateTimeOffset expires, CancellationToken cancellationToken) => throw Refused();

    public Task RenewLeaseAsync(Lease lease, DateTimeOffset expires, CancellationToken cancellationToken) => throw Refused();

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) => throw Refused();

    public Task<LockAttempt> TryLockAsync(Lease lease, string cluster, string reason, DateTimeOffset now, CancellationToken cancellationToken) => throw Refused();

    public Task<ClusterLock?> FindLockAsync(string cluster, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyDictionary<string, TimeSpan>> StepTimesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) => throw Refused();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static StoreException Refused() => new("a replay has no store");
}
