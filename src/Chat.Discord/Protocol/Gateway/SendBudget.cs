namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>
/// Discord closes a connection on which more than 120 payloads were sent in 60 seconds. Heartbeats may use them all, everything else leaves ten of them.
/// One connection's; not for several threads at once.
/// </summary>
internal sealed class SendBudget
{
    public const int Limit = 120;
    public const int Reserved = 10;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly Queue<TimeSpan> _sent = new(Limit);

    /// <summary>How long to wait until one more may be sent.</summary>
    /// <param name="now">On any clock that does not go back.</param>
    public TimeSpan Wait(TimeSpan now, bool isHeartbeat)
    {
        while (_sent.TryPeek(out var oldest) && now - oldest >= Window) _sent.Dequeue();
        var over = _sent.Count - (isHeartbeat ? Limit : Limit - Reserved);
        return over < 0 ? TimeSpan.Zero : _sent.ElementAt(over) + Window - now;
    }

    public void Sent(TimeSpan now) => _sent.Enqueue(now);
}
