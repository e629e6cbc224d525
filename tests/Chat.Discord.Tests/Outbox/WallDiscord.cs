using Nightshift.Chat.Discord.Outbox;

namespace Nightshift.Chat.Discord.Tests.Outbox;

/// <summary>Discord for the outbox, on a clock of the test: knows nonces for five minutes, takes no edits of old messages, and checks every message's size.</summary>
internal sealed class WallDiscord(Wall wall, TimeProvider time, CrashPoint? crash = null) : IDiscord, IDiscordHistory
{
    private static readonly TimeSpan NonceMemory = TimeSpan.FromMinutes(5);

    /// <summary>Asked before a message is taken: throws what Discord says to it.</summary>
    public Action<Snowflake, DiscordMessage> Judge { get; set; } = (_, _) => { };

    /// <summary>When what was looked for could have been sent.</summary>
    public List<(DateTimeOffset After, DateTimeOffset Before)> Searches { get; } = [];

    /// <summary>Asked before everything: throws what is to happen instead.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public int Lookups { get; private set; }

    public Task<Snowflake> SendAsync(Snowflake channel, DiscordMessage message, CancellationToken cancellationToken) => Do("send", () =>
    {
        Judge(channel, message);
        MessageLimits.Check(message);
        if (wall.Threads.Exists(thread => thread.Id == channel && wall.GoneThreads.Contains(channel))) throw new DiscordRefusedException(404, 10003, "Unknown Channel");
        var now = time.GetUtcNow();
        if (wall.Messages.Find(known => known.Channel == channel && known.Nonce == message.Nonce && now - known.At < NonceMemory) is { } twin) return twin.Id;
        wall.Writes.Add((now, false, channel));
        var posted = new Posted(new Snowflake(++wall.Last), channel, now, message.Nonce, [message]);
        wall.Messages.Add(posted);
        return posted.Id;
    });

    public Task EditAsync(Snowflake channel, Snowflake message, DiscordMessage content, CancellationToken cancellationToken) => Do("edit", () =>
    {
        Judge(channel, content);
        MessageLimits.Check(content);
        var posted = Find(channel, message);
        wall.Writes.Add((time.GetUtcNow(), true, channel));
        posted.States.Add(content);
        posted.LastEdit = time.GetUtcNow();
        return true;
    });

    public Task AddReactionAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) => Do("react", () =>
    {
        var posted = Find(channel, message);
        if (!posted.Reactions.Contains(emoji)) posted.Reactions.Add(emoji);
        return true;
    });

    public Task<Snowflake> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken) => Do("thread", () =>
    {
        var posted = Find(channel, message);
        wall.GoneThreads.Remove(posted.Id);
        if (wall.Threads.TrueForAll(thread => thread.Id != posted.Id)) wall.Threads.Add(posted);
        return posted.Id;
    });

    public Task<Snowflake?> FindOwnAsync(Snowflake channel, DateTimeOffset after, DateTimeOffset before, string mark, CancellationToken cancellationToken) => Do("look", () =>
    {
        Lookups++;
        Searches.Add((after, before));
        return wall.Messages.Find(posted => posted.Channel == channel && posted.At > after && posted.At < before && posted.Now.Embeds.Any(embed => embed.Footer!.EndsWith(mark, StringComparison.Ordinal)))?.Id;
    });

    public Task<IReadOnlyList<DiscordUser>> GetReactionsAsync(Snowflake channel, Snowflake message, string emoji, CancellationToken cancellationToken) => Do<IReadOnlyList<DiscordUser>>("reactions", () =>
    {
        Find(channel, message);
        return [];
    });

    public Task<DiscordSelf> ConnectAsync(IDiscordEvents events, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ShowPresenceAsync(string text, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<DiscordCommand>> GetCommandsAsync(Snowflake? guild, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetCommandsAsync(Snowflake? guild, IReadOnlyList<DiscordCommand> commands, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeferAsync(DiscordInteraction interaction, bool isPrivate, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AnswerAsync(DiscordInteraction interaction, DiscordMessage answer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FollowUpAsync(DiscordInteraction interaction, DiscordMessage answer, bool isPrivate, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SuggestAsync(DiscordInteraction interaction, IReadOnlyList<DiscordChoice> choices, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DiscordMember?> FindMemberAsync(Snowflake guild, Snowflake user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<Snowflake, string>> GetRolesAsync(Snowflake guild, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DiscordPermissions> GetPermissionsAsync(Snowflake guild, Snowflake channel, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Do<T>(string what, Func<T> effect)
    {
        await Task.Yield();
        crash?.Pass($"before: {what}");
        Before(what);
        T result;
        lock (wall.Gate) result = effect();
        crash?.Pass($"after: {what}");
        return result;
    }

    private Posted Find(Snowflake channel, Snowflake message) =>
        wall.Messages.Find(posted => posted.Channel == channel && posted.Id == message) ?? throw new DiscordRefusedException(404, 10008, "Unknown Message");
}
