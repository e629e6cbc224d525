using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>
/// How long to wait before starting a session. Who starts too many in a day has the token reset by Discord; so a reserve is never touched, and once
/// half of the day's are used the rest are spread over what remains of the day. Source: Discord's API reference, "Identifying" and "Session start limit object".
/// </summary>
internal static class IdentifyPace
{
    /// <param name="sinceLast">Since this process last started a session; null when it did not.</param>
    /// <param name="shortest">Between two; one per 5 seconds is allowed where the concurrency is 1.</param>
    public static TimeSpan Wait(WireSessionStartLimit limit, TimeSpan? sinceLast, TimeSpan shortest)
    {
        var free = limit.Remaining - Reserve(limit.Total);
        if (free <= 0) return limit.Reset + shortest;
        if (sinceLast is not { } since) return TimeSpan.Zero;
        var spacing = limit.Remaining * 2 > limit.Total ? shortest : Longer(shortest, limit.Reset / free);
        return spacing > since ? spacing - since : TimeSpan.Zero;
    }

    private static int Reserve(int total) => Math.Max(1, total / 20);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
