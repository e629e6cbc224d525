namespace Nightshift.Chat.Discord.Outbox;

internal enum OutboxKind
{
    Message,

    /// <summary>A thread under the message of <see cref="OutboxEntry.Needs"/>.</summary>
    Thread,
}

/// <summary>What goes first in a channel; of the same kind, the oldest.</summary>
internal enum OutboxRank
{
    /// <summary>Plans to be approved, questions, closing reports.</summary>
    People,

    /// <summary>The first of a line of progress messages, and every later one of it.</summary>
    Progress,

    /// <summary>What happened, step by step.</summary>
    Details,
}
