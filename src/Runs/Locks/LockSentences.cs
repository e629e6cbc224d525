using System.Globalization;

namespace Nightshift.Runs.Locks;

/// <summary>The words about locks, the same for those who wait behind one and those who ask for it.</summary>
internal static class LockSentences
{
    public static string Waits(ClusterLockView held) => held.Run is { } run
        ? WaitsFor(run, held.Reason, held.Cluster)
        : $"waits for the lock of {held.Person} (\"{held.Reason}\"), since {Time(held.Since)}";

    public static string WaitsFor(RunId run, string command, string cluster) => $"waits for run {run} ({command}), which has cluster {cluster}";

    public static string Held(ClusterLockView held) => held.Run is { } run
        ? $"run {run} ({held.Reason}) has cluster {held.Cluster} since {Time(held.Since)}"
        : $"{held.Person} has locked cluster {held.Cluster} since {Time(held.Since)} (\"{held.Reason}\")";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
