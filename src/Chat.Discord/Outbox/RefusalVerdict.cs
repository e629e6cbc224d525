namespace Nightshift.Chat.Discord.Outbox;

/// <summary>What becomes of an entry that Discord refused, and of what it stands in; pure.</summary>
/// <param name="Step">Of the entry.</param>
internal sealed record RefusalVerdict(Func<OutboxEntry, OutboxEntry> Step)
{
    // Somebody who deletes the thread again and again does not want it.
    private const int MostThreads = 3;

    /// <summary>Of the entry that it stands in or under, which is not there any more.</summary>
    public Func<OutboxEntry, OutboxEntry>? OfNeeded { get; private init; }

    public PlaceVerdict Place { get; private init; }

    /// <summary>What others can change, rights above all, is tried again; what is gone is sent anew; what would be refused for ever is not.</summary>
    /// <param name="entry">As it was when it was refused.</param>
    /// <param name="place">Where.</param>
    public static RefusalVerdict Of(OutboxEntry entry, Snowflake place, DiscordRefusedException refusal, DateTimeOffset later) => refusal switch
    {
        { Code: RefusalCodes.UnknownMessage } when entry.Kind == OutboxKind.Thread => Waits with { OfNeeded = needed => needed.Again() with { IsObsolete = false } },
        { Code: RefusalCodes.UnknownMessage or RefusalCodes.ByAnother } when entry.IsSent && entry.Rank < OutboxRank.Details => new(known => known.Gone()),
        { Code: RefusalCodes.UnknownChannel } when entry.PlaceOf is not null => Waits with { OfNeeded = thread => AnotherThread(thread, place) },
        { Code: RefusalCodes.UnknownChannel or RefusalCodes.MissingAccess } => new(known => known with { NotBefore = later }) { Place = PlaceVerdict.Closed },
        { Code: RefusalCodes.TooOldToEditOften } => new(known => known with { NotBefore = later }),
        { Code: not RefusalCodes.UnknownMessage, Status: 401 or 403 or 404 or 429 } => new(known => known with { NotBefore = later }) { Place = entry.Kind == OutboxKind.Message ? PlaceVerdict.Suspect : PlaceVerdict.Fine },
        _ when entry.IsSent && entry.SentVersion < entry.Version => new(known => known.Skip(entry.Version)),
        _ => new(known => known.End(refusal.Message) with { Refused = refusal.Message }),
    };

    private static RefusalVerdict Waits { get; } = new(known => known);

    private static OutboxEntry AnotherThread(OutboxEntry thread, Snowflake gone) => thread switch
    {
        _ when thread.Message != gone => thread,
        { Generation: >= MostThreads } => thread.Again().End("its thread was deleted again and again"),
        _ => thread.Again(),
    };
}

/// <summary>What a refusal says of the channel, or the thread, in which it was met.</summary>
internal enum PlaceVerdict
{
    Fine,

    /// <summary>One message alone may be to blame; when the next one is refused too, it is the place.</summary>
    Suspect,

    /// <summary>It is not there, or may not be seen.</summary>
    Closed,
}
