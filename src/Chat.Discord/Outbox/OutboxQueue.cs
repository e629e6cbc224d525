namespace Nightshift.Chat.Discord.Outbox;

/// <summary>What can be done now, and what goes first; pure.</summary>
internal static class OutboxQueue
{
    /// <summary>Where an entry stands, or null while that is not known yet. A thread is in the channel of its message, wherever the run is shown by now.</summary>
    public static Snowflake? PlaceOf(OutboxEntry entry, Func<string, OutboxEntry?> find) => entry switch
    {
        { Kind: OutboxKind.Thread, Needs: { } under } => find(under)?.Place,
        { PlaceOf: { } thread } => find(thread)?.Message,
        _ => entry.Place,
    };

    /// <summary>Whether what it needs is there, or will never be.</summary>
    public static bool IsReady(OutboxEntry entry, Func<string, OutboxEntry?> find, DateTimeOffset now) =>
        !(entry.NotBefore > now) && (entry.Needs is not { } needed || find(needed) is not { } other || other.IsSent || (other.Ended is not null && entry.Kind != OutboxKind.Thread));

    /// <summary>What it would stand in, or under, will never be there.</summary>
    public static bool IsLost(OutboxEntry entry, Func<string, OutboxEntry?> find) =>
        IsGone(entry.PlaceOf, find) || (entry.Kind == OutboxKind.Thread && IsGone(entry.Needs, find));

    /// <summary>People first; of messages the oldest; of edits that which waited longest, so that no run keeps the channel for itself.</summary>
    public static IEnumerable<OutboxRow> InOrder(IEnumerable<OutboxRow> rows) => rows
        .OrderBy(row => row.Entry.Rank)
        .ThenBy(row => row.Entry.IsSent)
        .ThenBy(row => row.Entry.IsSent ? row.Entry.EditedAt : null)
        .ThenBy(row => row.Number);

    private static bool IsGone(string? name, Func<string, OutboxEntry?> find) => name is not null && find(name) is { Ended: not null, IsSent: false };
}
