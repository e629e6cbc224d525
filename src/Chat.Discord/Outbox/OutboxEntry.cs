namespace Nightshift.Chat.Discord.Outbox;

/// <summary>
/// One message as it is to be, and how far that has come about. Only the newest content is kept: what was wanted in between and never sent need not be said any more.
/// </summary>
/// <param name="Place">The channel; null for what stands in the thread of <paramref name="PlaceOf"/>, and for a thread, which is where its message is.</param>
/// <param name="PlaceOf">The name of the entry that is the thread.</param>
/// <param name="Wanted">Of a thread, its content is its name.</param>
internal sealed record OutboxEntry(OutboxKind Kind, OutboxRank Rank, Snowflake? Place, string? PlaceOf, DiscordMessage Wanted)
{
    /// <summary>Of <see cref="Wanted"/>, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What stands at Discord; 0 while nothing does.</summary>
    public int SentVersion { get; init; }

    /// <summary>An entry that has to have come about before; for a thread, the message under which it stands.</summary>
    public string? Needs { get; init; }

    /// <summary>The bot's own reactions, for people to press.</summary>
    public IReadOnlyList<string> Reactions { get; init; } = [];

    public int ReactionsDone { get; init; }

    /// <summary>Of the message, or of the thread.</summary>
    public Snowflake? Message { get; init; }

    /// <summary>The plan, or the change, that stands in it.</summary>
    public string? PlanHash { get; init; }

    /// <summary>When it was first tried; from then on it may stand at Discord, whether or not that was recorded.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    public int AttemptedVersion { get; init; }

    /// <summary>When it was tried last; null in entries of earlier versions.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Grows when it has to be sent anew, since somebody deleted it; part of the nonce.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>Nobody needs it any more: it is not sent, nor sent again when it is deleted, but what may stand already is seen to.</summary>
    public bool IsObsolete { get; init; }

    /// <summary>Discord refused it for good, or nobody needs it any more.</summary>
    public string? Ended { get; init; }

    /// <summary>Why Discord refused what was to be in it: a sentence that says so stands there instead, or nothing at all.</summary>
    public string? Refused { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public bool IsSent => Message is not null;

    /// <summary>Nobody can have seen it.</summary>
    public bool IsUntried => AttemptedAt is null && Message is null;

    public bool IsOpen => Ended is null && (Message is null || SentVersion < Version || ReactionsDone < Reactions.Count);
}
