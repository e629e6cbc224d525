using Nightshift.Chat.Discord.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>Which reactions were dealt with, so that after a time without a connection the difference is known: what came, and what was taken off.</summary>
internal sealed class SeenReactions(IChannelStore store)
{
    /// <summary>False when it was remembered before.</summary>
    public Task<bool> RememberAsync(Snowflake message, Snowflake user, string mark, CancellationToken cancellationToken) =>
        store.TakeAsync(Prefix(message, mark) + user, cancellationToken);

    public Task ForgetAsync(Snowflake message, Snowflake user, string mark, CancellationToken cancellationToken) =>
        store.ReleaseAsync(Prefix(message, mark) + user, cancellationToken);

    public async Task<IReadOnlyList<Snowflake>> OfAsync(Snowflake message, string mark, CancellationToken cancellationToken)
    {
        var prefix = Prefix(message, mark);
        return [.. (await store.TakenAsync(prefix, cancellationToken)).Select(key => Snowflake.Parse(key[prefix.Length..]))];
    }

    private static string Prefix(Snowflake message, string mark) => $"{AccountBook.Channel}:reaction:{message}:{(mark == Consent.Yes ? "yes" : "no")}:";
}
