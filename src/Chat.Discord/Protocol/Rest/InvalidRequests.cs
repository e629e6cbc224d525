using Microsoft.Extensions.Logging;

namespace Nightshift.Chat.Discord.Protocol.Rest;

/// <summary>
/// Discord bans an address for 10,000 answers of 401, 403 or 429 (save those of a limit shared with others) in ten minutes. Long before that nothing more is sent.
/// Source: Discord's API reference, "Invalid request limit".
/// </summary>
internal sealed class InvalidRequests(int limit, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Queue<long> _seen = new();

    public static bool Counts(int status, string? scope) => status is 401 or 403 || (status == 429 && scope != "shared");

    /// <summary>How long nothing may be sent; nothing as long as there is no harm in it.</summary>
    /// <param name="isUrgent">Acknowledging goes on for as many again.</param>
    public TimeSpan Wait(bool isUrgent)
    {
        lock (_gate)
        {
            while (_seen.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window) _seen.Dequeue();
            var over = _seen.Count - (isUrgent ? 2 * limit : limit);
            return over < 0 ? TimeSpan.Zero : Window - time.GetElapsedTime(_seen.ElementAt(over));
        }
    }

    public void Count(int status, string? scope)
    {
        if (!Counts(status, scope)) return;
        int count;
        lock (_gate)
        {
            _seen.Enqueue(time.GetTimestamp());
            count = _seen.Count;
        }
        if (count == limit / 2) Log.ManyInvalid(logger, count, limit);
        if (count == limit) Log.TooManyInvalid(logger, count, Wait(isUrgent: false));
    }
}
