using System.Collections.Concurrent;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Keeps some ops queued in each of the nameserver's lists and no more, so that a list never runs dry and an abort leaves few behind; of one partition one at a time,
/// for the nameserver's list does not tell which replica an op is about: of two that were asked for together nobody could say which is whose.
/// </summary>
internal sealed class OpLists(MaintenanceOptions options) : IDisposable
{
    private readonly SemaphoreSlim[] _lists = [.. Enumerable.Range(0, options.OpLists).Select(_ => new SemaphoreSlim(options.OutstandingOpsPerList))];
    private readonly ConcurrentDictionary<PartitionId, SemaphoreSlim> _partitions = new();

    public async Task<T> Run<T>(PartitionId partition, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var alone = await Turn(_partitions.GetOrAdd(partition, _ => new SemaphoreSlim(1)), cancellationToken);
        using var queued = await Turn(_lists[partition.Pid % (uint)_lists.Length], cancellationToken);
        return await work();
    }

    public void Dispose()
    {
        foreach (var list in _lists.Concat(_partitions.Values)) list.Dispose();
    }

    private static async Task<Held> Turn(SemaphoreSlim room, CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken);
        return new Held(room);
    }

    private sealed class Held(SemaphoreSlim room) : IDisposable
    {
        public void Dispose() => room.Release();
    }
}
