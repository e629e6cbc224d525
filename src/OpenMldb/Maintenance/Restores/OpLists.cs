namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Keeps some ops queued in each of the nameserver's lists and no more, so that a list never runs dry and an abort leaves few behind.</summary>
internal sealed class OpLists(MaintenanceOptions options) : IDisposable
{
    private readonly SemaphoreSlim[] _lists = [.. Enumerable.Range(0, options.OpLists).Select(_ => new SemaphoreSlim(options.OutstandingOpsPerList))];

    public async Task<T> Run<T>(uint pid, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var list = _lists[pid % (uint)_lists.Length];
        await list.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            list.Release();
        }
    }

    public void Dispose()
    {
        foreach (var list in _lists) list.Dispose();
    }
}
