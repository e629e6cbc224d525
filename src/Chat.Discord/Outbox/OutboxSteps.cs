namespace Nightshift.Chat.Discord.Outbox;

/// <summary>How an entry goes on; pure.</summary>
internal static class OutboxSteps
{
    /// <summary>Before it is sent: it may stand at Discord from now on. One that has ended stays as it is.</summary>
    public static OutboxEntry Attempt(this OutboxEntry entry, DateTimeOffset now) => entry switch
    {
        { Ended: not null } => entry,
        { AttemptedAt: null } => entry with { AttemptedAt = now, AttemptedVersion = entry.Version, TriedAt = now },
        _ => entry with { TriedAt = now },
    };

    /// <summary>It stands. Of one that was tried before it is unknown which of its versions does: the first that was tried is assumed, and any later is sent as an edit.</summary>
    public static OutboxEntry Sent(this OutboxEntry entry, Snowflake message, DateTimeOffset now)
    {
        var sent = entry with { Message = message, SentVersion = entry.AttemptedVersion, SentAt = now, EditedAt = now };
        return sent.Rank == OutboxRank.Details && sent.SentVersion == sent.Version ? sent with { Wanted = sent.Wanted with { Files = [] } } : sent; // a log is kept once, and Discord has it
    }

    public static OutboxEntry Edited(this OutboxEntry entry, int version, DateTimeOffset now) =>
        entry with { SentVersion = Math.Max(entry.SentVersion, version), EditedAt = now };

    /// <summary>Discord takes no edit to this version: what stands is left until there is another.</summary>
    public static OutboxEntry Skip(this OutboxEntry entry, int version) => entry with { SentVersion = Math.Max(entry.SentVersion, version) };

    /// <summary>Somebody deleted the message, or it is not ours: what still matters is sent again.</summary>
    public static OutboxEntry Gone(this OutboxEntry entry) => entry.IsObsolete ? entry.End("it was deleted when nobody needed it any more") : entry.Again();

    /// <summary>It is sent again, under another nonce.</summary>
    public static OutboxEntry Again(this OutboxEntry entry) => entry with
    {
        Message = null, SentVersion = 0, AttemptedAt = null, AttemptedVersion = 0, TriedAt = null, ReactionsDone = 0, Generation = entry.Generation + 1,
    };

    public static OutboxEntry End(this OutboxEntry entry, string reason) => entry.Ended is null ? entry with { Ended = reason } : entry;

    /// <summary>Takes over what is wanted now, and keeps how far the entry has come.</summary>
    public static OutboxEntry Want(this OutboxEntry entry, DiscordMessage wanted) =>
        !entry.IsObsolete && OutboxJson.AreSame(entry.Wanted, wanted) ? entry : entry.Turn(wanted) with { IsObsolete = false };

    /// <summary>What stands becomes this, once; nobody needs it after that.</summary>
    public static OutboxEntry Close(this OutboxEntry entry, DiscordMessage last) => entry.Turn(last) with { IsObsolete = true };

    private static OutboxEntry Turn(this OutboxEntry entry, DiscordMessage wanted) =>
        OutboxJson.AreSame(entry.Wanted, wanted) ? entry : entry with { Wanted = wanted, Version = entry.Version + 1 };
}
