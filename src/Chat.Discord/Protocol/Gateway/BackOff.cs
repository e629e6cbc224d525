namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>How long to wait before connecting again.</summary>
internal static class BackOff
{
    /// <summary>In units: a minute where the unit is a second.</summary>
    public const double Longest = 60;

    /// <param name="failures">In a row; a connection that stood for a while ends the row.</param>
    /// <param name="jitter">From 0 to 1, so that many clients do not come back at once.</param>
    /// <returns>Nothing for none; then between half and all of 1, 2, 4, … units.</returns>
    public static TimeSpan Before(int failures, double jitter, TimeSpan unit)
    {
        if (failures == 0) return TimeSpan.Zero;
        var full = Math.Min(Longest, Math.Pow(2, Math.Min(failures - 1, 30)));
        return unit * (full * (0.5 + (0.5 * jitter)));
    }
}
