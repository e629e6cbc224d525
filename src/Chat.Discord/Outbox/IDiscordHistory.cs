namespace Nightshift.Chat.Discord.Outbox;

/// <summary>
/// What a client can tell of messages that stand in a channel. Needed only after the program died between sending a message and recording it, and was away for
/// longer than Discord knows a nonce; a client without it sends such a message a second time.
/// </summary>
public interface IDiscordHistory
{
    /// <summary>The bot's own message whose last footer ends with <paramref name="mark"/>, sent between two moments; null when there is none.</summary>
    Task<Snowflake?> FindOwnAsync(Snowflake channel, DateTimeOffset after, DateTimeOffset before, string mark, CancellationToken cancellationToken);
}
