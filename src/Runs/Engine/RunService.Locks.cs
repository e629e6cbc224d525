namespace Nightshift.Runs;

public sealed partial class RunService
{
    /// <summary>One look for each cluster that runs of this process work on or wait for, however many wait.</summary>
    private async Task LookAtLocksAsync(CancellationToken stopping)
    {
        var workers = _workers.Values.Select(work => work.Worker).ToList();
        var inLine = workers
            .Select(worker => (worker, cluster: worker.InLineFor))
            .Where(waiting => waiting.cluster is not null)
            .GroupBy(waiting => waiting.cluster!, waiting => waiting.worker, StringComparer.Ordinal);
        foreach (var line in inLine)
            if (await _parts.Store.FindLockAsync(line.Key, stopping) is null) line.MinBy(worker => worker.Run.Value)!.LookAgain();
        foreach (var worker in workers)
        {
            if (worker.WorksUnder is not { } under || (await _parts.Store.FindLockAsync(under.Cluster, stopping)) is { } held && held.Run == worker.Run) continue;
            // Looked at again: the run may have ended, or begun, in between.
            if (worker.WorksUnder == under) worker.LoseLock();
        }
    }
}
