namespace Nightshift.Chat.Discord.Runs;

/// <summary>Since when Discord has been away: no session at the gateway, or nothing that it accepts.</summary>
internal sealed class Absence(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _disconnected = time.GetUtcNow();
    private DateTimeOffset? _unreachable;

    /// <summary>Null while it is there.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            lock (_gate) return _disconnected is { } one && _unreachable is { } other ? (one < other ? one : other) : _disconnected ?? _unreachable;
        }
    }

    public void Connected()
    {
        lock (_gate) _disconnected = null;
    }

    public void Disconnected()
    {
        lock (_gate) _disconnected ??= time.GetUtcNow();
    }

    public void Reachable()
    {
        lock (_gate) _unreachable = null;
    }

    public void Unreachable()
    {
        lock (_gate) _unreachable ??= time.GetUtcNow();
    }
}
