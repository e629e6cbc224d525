namespace Nightshift.Runs.Engine;

/// <summary>Timers go no further than 49 days; whoever waits for longer looks again in between.</summary>
internal static class LongWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>Never negative, and never longer than a timer can be.</summary>
    public static TimeSpan Of(TimeSpan left) => left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
}
