using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Protocol.Gateway;

/// <summary>What outlives a connection: which session it was, and how far its events were told. Written by the connection that lives, read by the next.</summary>
internal sealed class GatewaySession
{
    private const long None = -1;

    private string? _id;
    private long _sequence = None;

    public bool CanResume => _id is not null && Sequence is not null;

    public string Id => _id ?? throw new InvalidOperationException("there is no session");

    /// <summary>Where to resume; Discord names it with each session.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Number of the last event that was taken; null before the first.</summary>
    public long? Sequence => Volatile.Read(ref _sequence) is var last && last != None ? last : null;

    /// <summary>What Discord shows as the session's presence.</summary>
    public string Presence { get; set; } = "";

    public void Begin(WireReady ready) => (_id, Url) = (ready.SessionId, ready.ResumeGatewayUrl);

    public void Forget()
    {
        (_id, Url) = (null, "");
        Volatile.Write(ref _sequence, None);
    }

    /// <returns>False: this event was taken before.</returns>
    public bool Take(long? sequence)
    {
        if (sequence is not { } number) return true;
        if (number <= _sequence) return false;
        Volatile.Write(ref _sequence, number);
        return true;
    }
}
