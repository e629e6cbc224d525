namespace Nightshift.Chat.Discord;

/// <summary>What Discord tells of its own accord. Called one after another, in Discord's order; an implementation returns at once and works elsewhere.</summary>
public interface IDiscordEvents
{
    void Interacted(DiscordInteraction interaction);

    void Reacted(DiscordReaction reaction);

    /// <summary>All reactions of a message, or all of one kind, were taken off at once. Whose is not told: they have to be read.</summary>
    void Cleared(Snowflake channel, Snowflake message);

    /// <summary>A session stands. With a new one, what happened since the last was never told: it has to be read.</summary>
    void Connected(bool isNewSession);

    /// <param name="reason">A sentence.</param>
    void Disconnected(string reason);
}
