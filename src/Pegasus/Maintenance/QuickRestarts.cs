namespace Nightshift.Pegasus.Maintenance;

/// <summary>
/// Restarts in a row as the leader counts them (<c>meta_server_failure_detector.cpp</c>): a server that begins sooner than <c>stable_rs_min_running_seconds</c> after it began
/// before is counted, one that ran longer makes it begin from 0; from <c>max_succssive_unstable_restart</c> on its beacons are ignored. The leader tells the count to nobody.
/// </summary>
/// <param name="Count">With the restart that would come now.</param>
/// <param name="StableIn">After this long it will have run for long enough, so that nothing counts any more.</param>
internal sealed record QuickRestarts(int Count, TimeSpan StableIn)
{
    public static readonly QuickRestarts None = new(0, TimeSpan.Zero);

    /// <summary>Assumed where the leader's own time cannot be read; upstream's is ten minutes.</summary>
    public static readonly TimeSpan LongestStable = TimeSpan.FromHours(1);

    /// <summary>What the count would be if the server were restarted now. How long it had run before the first start that is known, nobody knows; that one is not counted.</summary>
    /// <param name="ages">How long ago it began each time, the youngest first.</param>
    public static QuickRestarts IfRestartedNow(IReadOnlyList<TimeSpan> ages, TimeSpan stableAfter)
    {
        var count = 0;
        var next = TimeSpan.Zero;
        foreach (var age in ages.TakeWhile(age => age - next < stableAfter))
        {
            count++;
            next = age;
        }

        return count == 0 ? None : new QuickRestarts(count, stableAfter - ages[0]);
    }
}
