namespace Nightshift.Discord.Server.Gateway;

/// <summary>How often a bot may identify: so many in 5 s, so many in 24 h.</summary>
internal sealed class IdentifyLimit(DiscordServerOptions options)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5), Day = TimeSpan.FromHours(24);

    private readonly Queue<DateTimeOffset> _recent = [];
    private DateTimeOffset _dayStart;
    private int _today;

    public int Remaining
    {
        get
        {
            StartDay();
            return Math.Max(0, options.IdentifiesPerDay - _today);
        }
    }

    public TimeSpan ResetAfter
    {
        get
        {
            StartDay();
            return _today == 0 ? TimeSpan.Zero : _dayStart + Day - Now;
        }
    }

    private DateTimeOffset Now => options.GatewayClock.GetUtcNow();

    /// <summary>Counts one; false when it came too soon after the last ones.</summary>
    public bool Take()
    {
        StartDay();
        while (_recent.TryPeek(out var oldest) && oldest <= Now - Short) _recent.Dequeue();
        if (_recent.Count >= options.MaxConcurrency) return false;
        _recent.Enqueue(Now);
        if (_today++ == 0) _dayStart = Now;
        return true;
    }

    private void StartDay()
    {
        if (_today > 0 && Now - _dayStart >= Day) _today = 0;
    }
}
