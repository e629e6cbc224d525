namespace Nightshift.Chat.Discord.Tests.Outbox;

/// <summary>What stands in Discord's channels; outlives processes.</summary>
internal sealed class Wall
{
    public Lock Gate { get; } = new();

    public List<Posted> Messages { get; } = [];

    public List<Posted> Threads { get; } = [];

    /// <summary>Threads that somebody deleted.</summary>
    public HashSet<Snowflake> GoneThreads { get; } = [];

    /// <summary>Every send and edit, in order.</summary>
    public List<(DateTimeOffset At, bool IsEdit, Snowflake Channel)> Writes { get; } = [];

    public ulong Last { get; set; } = 1_000_000;

    public IReadOnlyList<Posted> In(Snowflake channel)
    {
        lock (Gate) return [.. Messages.Where(message => message.Channel == channel)];
    }

    public IReadOnlyList<Posted> Titled(string title)
    {
        lock (Gate) return [.. Messages.Where(message => message.Title.Contains(title, StringComparison.Ordinal))];
    }
}

/// <param name="States">As sent, and after each edit.</param>
internal sealed record Posted(Snowflake Id, Snowflake Channel, DateTimeOffset At, string? Nonce, List<DiscordMessage> States)
{
    public DiscordMessage Now => States[^1];

    public string Title => States[0].Embeds.Count == 0 ? States[0].Content : States[0].Embeds[0].Title;

    public string Text => string.Join('\n', Now.Embeds.SelectMany(embed => embed.Fields.Select(one => $"{one.Name}\n{one.Value}").Prepend(embed.Description).Prepend(embed.Title)));

    public List<string> Reactions { get; } = [];

    public DateTimeOffset LastEdit { get; set; } = At;
}
