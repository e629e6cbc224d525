using Nightshift.Chat.Discord.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.Interactions;

/// <summary>Which reactions were dealt with, so that after a time without a connection the difference is known: what came, and what was taken off.</summary>
internal sealed class SeenReactions(IChannelStore store)
{
    /// <summary>
    /// Before a ✅ is pressed: whose approval it gives. A process that dies before it could remember the ✅ leaves this behind, and it still says whose approval
    /// is to be withdrawn when the account is linked with nobody any more.
    /// </summary>
    public Task BeginAsync(Snowflake message, Snowflake user, PersonId person, CancellationToken cancellationToken) =>
        store.TakeAsync($"{Given(message)}{user}:{person}", cancellationToken);

    /// <summary>False when it was remembered before.</summary>
    public Task<bool> RememberAsync(Snowflake message, Snowflake user, string mark, CancellationToken cancellationToken) =>
        store.TakeAsync(Prefix(message, mark) + user, cancellationToken);

    public async Task ForgetAsync(Snowflake message, Snowflake user, string mark, CancellationToken cancellationToken)
    {
        await store.ReleaseAsync(Prefix(message, mark) + user, cancellationToken);
        if (mark != Consent.Yes) return;
        foreach (var key in await store.TakenAsync($"{Given(message)}{user}:", cancellationToken)) await store.ReleaseAsync(key, cancellationToken);
    }

    public async Task<IReadOnlyList<Snowflake>> OfAsync(Snowflake message, string mark, CancellationToken cancellationToken)
    {
        var prefix = Prefix(message, mark);
        return [.. (await store.TakenAsync(prefix, cancellationToken)).Select(key => Snowflake.Parse(key[prefix.Length..]))];
    }

    /// <summary>Who gave, or was about to give, an approval by ✅, with the account that they used.</summary>
    public async Task<IReadOnlyList<(Snowflake User, PersonId Person)>> GivenAsync(Snowflake message, CancellationToken cancellationToken)
    {
        var prefix = Given(message);
        return [.. (await store.TakenAsync(prefix, cancellationToken)).Select(key => key[prefix.Length..].Split(':', 2)).Select(parts => (Snowflake.Parse(parts[0]), new PersonId(parts[1])))];
    }

    /// <summary>Whether the refusal of an account that is nobody's is still to be recorded: once for each message, however often it reacts.</summary>
    public Task<bool> RefuseAsync(Snowflake message, Snowflake user, CancellationToken cancellationToken) =>
        store.TakeAsync($"{AccountBook.Channel}:refused:{message}:{user}", cancellationToken);

    private static string Given(Snowflake message) => $"{AccountBook.Channel}:given:{message}:";

    private static string Prefix(Snowflake message, string mark) => $"{AccountBook.Channel}:reaction:{message}:{(mark == Consent.Yes ? "yes" : "no")}:";
}
