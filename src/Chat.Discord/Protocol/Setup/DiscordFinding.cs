namespace Nightshift.Chat.Discord.Protocol.Setup;

/// <summary>Something about the bot's place on Discord that is missing, or that had better be otherwise.</summary>
/// <param name="IsFault">The bot cannot do its work so; else it is advice.</param>
/// <param name="Sentence">What is.</param>
/// <param name="NextStep">What to do, and where.</param>
public sealed record DiscordFinding(bool IsFault, string Sentence, string NextStep)
{
    public override string ToString() => $"{Sentence} {NextStep}";
}
