using System.Collections.Concurrent;

namespace Nightshift.Chat.Discord.Tests.Protocol.Fakes;

/// <summary>Writes down what it is told, and lets a test wait for it.</summary>
internal sealed class Recorder : IDiscordEvents
{
    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<DiscordInteraction> Interactions { get; } = new();

    /// <summary>Runs in the midst of each call.</summary>
    public Action<string> Upon { get; set; } = _ => { };

    public void Interacted(DiscordInteraction interaction)
    {
        Interactions.Enqueue(interaction);
        Tell($"interaction {interaction.Id}");
    }

    public void Reacted(DiscordReaction reaction) => Tell($"{(reaction.IsAdded ? "reaction" : "no reaction")} {reaction.User}");

    public void Cleared(Snowflake channel, Snowflake message) => Tell($"cleared {message}");

    public void Connected(bool isNewSession) => Tell(isNewSession ? "new session" : "resumed");

    public void Disconnected(string reason) => Tell($"lost: {reason}");

    public Task UntilAsync(string told) => Wait.UntilAsync(() => Told.Contains(told), () => $"'{told}' in: {string.Join(" | ", Told)}");

    /// <summary>What was told, without how connections were lost.</summary>
    public IEnumerable<string> Gist() => Told.Select(line => line.StartsWith("lost", StringComparison.Ordinal) ? "lost" : line);

    private void Tell(string line)
    {
        Told.Enqueue(line);
        Upon(line);
    }
}
