using Nightshift.Clusters;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// When this program started which server. The leader counts restarts of one server that follow each other within <c>stable_rs_min_running_seconds</c>, ignores its beacons
/// from <c>max_succssive_unstable_restart</c> on, and tells the count to nobody (<c>meta_server_failure_detector.cpp</c>).
/// </summary>
internal sealed class RestartLedger(TimeProvider time)
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
    /// How many restarts in a row the leader would have counted if the server were restarted now, as far as this program made them. How long the server had run before the
    /// first of them nobody knows, so that one counts too.
    /// </summary>
    public int UnstableIfRestartedNow(Endpoint server, TimeSpan stableAfter)
    {
        lock (_starts)
        {
            if (!_starts.TryGetValue(server, out var starts)) return 0;
            var count = 0;
            var next = time.GetUtcNow();
            foreach (var start in Enumerable.Reverse(starts))
            {
                if (next - start >= stableAfter) return count;
                count++;
                next = start;
            }

            return count + 1;
        }
    }
}
