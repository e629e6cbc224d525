namespace Nightshift.Chat.Discord.Interactions;

/// <summary>What became of a reaction.</summary>
/// <param name="Note">To be told where it was set; null for nothing.</param>
/// <param name="IsOpen">Whether it could not be dealt with yet: its message has to be read again.</param>
internal sealed record ReactionOutcome(DiscordMessage? Note = null, bool IsOpen = false)
{
    public static ReactionOutcome Done { get; } = new();
}
