using Nightshift.Clusters;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// When this program started which server. The leader counts restarts of one server that follow each other within <c>stable_rs_min_running_seconds</c>, ignores its beacons
/// from <c>max_succssive_unstable_restart</c> on, and tells the count to nobody (<c>meta_server_failure_detector.cpp</c>).
/// </summary>
/// <param name="recorded">Starts by the journals of all runs, also of other processes; null: only what this process was told.</param>
internal sealed class RestartLedger(TimeProvider time, Func<Endpoint, DateTimeOffset, CancellationToken, Task<IReadOnlyList<DateTimeOffset>>>? recorded = null)
{
    private readonly Dictionary<Endpoint, List<DateTimeOffset>> _starts = [];

    public void Started(Endpoint server)
    {
        lock (_starts)
        {
            if (!_starts.TryGetValue(server, out var starts)) _starts.Add(server, starts = []);
            starts.Add(time.GetUtcNow());
        }
    }

    /// <summary>
    /// What the leader would have counted if the server were restarted now, as far as this program made the restarts. How long the server had run before the first of them
    /// nobody knows, so that one counts too.
    /// </summary>
    /// <param name="most">Beyond so many none need be looked for.</param>
    public async Task<QuickRestarts> IfRestartedNow(Endpoint server, TimeSpan stableAfter, int most, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var starts = recorded is null ? Known(server) : await recorded(server, now - (stableAfter * (most + 1)), cancellationToken);
        var count = 0;
        var next = now;
        foreach (var start in starts.OrderDescending())
        {
            if (next - start >= stableAfter) return new QuickRestarts(count, starts.Max() + stableAfter);
            count++;
            next = start;
        }

        return count == 0 ? QuickRestarts.None : new QuickRestarts(count + 1, starts.Max() + stableAfter);
    }

    private List<DateTimeOffset> Known(Endpoint server)
    {
        lock (_starts) return [.. _starts.GetValueOrDefault(server) ?? []];
    }
}

/// <param name="Count">Restarts in a row, the one that would come now among them, each before the server had run for long enough.</param>
/// <param name="StableAt">When the server will have run for long enough, so that nothing counts any more; null when nothing was counted.</param>
internal sealed record QuickRestarts(int Count, DateTimeOffset? StableAt)
{
    public static readonly QuickRestarts None = new(0, null);
}
