namespace Nightshift.Discord.Server.Rest;

/// <summary>Counts the answers of 401, 403 and 429 in the last 10 minutes, and bans at the limit as Cloudflare does in front of Discord.</summary>
internal sealed class InvalidRequests(DiscordServerOptions options)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Queue<DateTimeOffset> _times = [];

    public DateTimeOffset? BannedUntil { get; private set; }

    public int Recent
    {
        get
        {
            Forget(options.Time.GetUtcNow());
            return _times.Count;
        }
    }

    public bool Banned => BannedUntil > options.Time.GetUtcNow();

    public void Count()
    {
        var now = options.Time.GetUtcNow();
        Forget(now);
        _times.Enqueue(now);
        if (_times.Count >= options.InvalidRequestsBeforeBan) BannedUntil = now + options.BanDuration;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_times.TryPeek(out var oldest) && oldest <= now - Window) _times.Dequeue();
    }
}
