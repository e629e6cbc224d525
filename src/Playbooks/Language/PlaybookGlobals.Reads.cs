using Nightshift.Clusters;

namespace Nightshift.Playbooks;

/// <remarks>Between steps a reading is a journaled observation; inside of a <c>Gate</c> or a <c>Step</c> it asks the cluster directly.</remarks>
public sealed partial class PlaybookGlobals
{
    /// <summary>Every component with its state.</summary>
    public Task<ClusterStatus> Status() => ReadAsync("status", _cluster.StatusAsync);

    public Task<IReadOnlyList<TableStatus>> Tables() => ReadAsync("tables", _cluster.TablesAsync);

    /// <summary>The database's own operations, newest first.</summary>
    public Task<IReadOnlyList<OperationStatus>> Operations(string? filter = null) =>
        ReadAsync("operations", cancellationToken => _cluster.OperationsAsync(filter, cancellationToken));

    /// <summary>What stands in the way of maintenance; empty means that it may begin.</summary>
    public Task<IReadOnlyList<Finding>> Check() => ReadAsync("check", _cluster.CheckAsync);

    private Task<T> ReadAsync<T>(string name, Func<CancellationToken, Task<T>> read) => _ambient.Step is { } step
        ? read(step)
        : Observe(name, () => read(_ambient.Step ?? _cancellationToken));
}
