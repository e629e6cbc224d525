namespace Nightshift.Chat.Discord.Outbox;

/// <param name="Number">Given by the store, never used again.</param>
/// <param name="Topic">What it is about, <c>run/12</c>.</param>
internal sealed record OutboxRow(long Number, string Topic, string Name, OutboxEntry Entry);

/// <summary>That an entry should be as said. The name is the entry's: putting it again is wanting something else of the same message.</summary>
/// <param name="Change">Pure; from the entry as it is, null while there is none. Null leaves it so.</param>
internal sealed record OutboxPut(string Name, Func<OutboxEntry?, OutboxEntry?> Change)
{
    /// <summary>Where it is another than that of those that are put with it.</summary>
    public string? Topic { get; init; }

    /// <summary>Made where it is missing, and from then on of this content.</summary>
    public static OutboxPut Wanting(string name, OutboxEntry entry) => new(name, known => known is null ? entry : known.Want(entry.Wanted));

    /// <summary>Made where it is missing, and never changed by this.</summary>
    public static OutboxPut Once(string name, OutboxEntry entry) => new(name, known => known is null ? entry : null);
}
