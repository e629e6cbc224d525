using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>Which account is whose: by the configuration, else as somebody with the right to <c>/link</c> it has.</summary>
public sealed class AccountBook(IChannelStore store, IReadOnlyDictionary<Snowflake, PersonId> configured, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private readonly Lock _gate = new();
    private (Task<IReadOnlyList<ChannelLink>> Links, long At)? _lately;

    internal const string Channel = "discord";

    internal IReadOnlyDictionary<Snowflake, PersonId> Configured => configured;

    internal async Task<PersonId?> FindAsync(Snowflake account, CancellationToken cancellationToken) =>
        configured.TryGetValue(account, out var person) ? person : Find(await store.LinksAsync(Channel, cancellationToken), account);

    /// <summary>For somebody who types, as of some seconds ago: a hundred who do are one look at the store.</summary>
    internal async Task<PersonId?> LatelyFindAsync(Snowflake account, CancellationToken cancellationToken) =>
        configured.TryGetValue(account, out var person) ? person : Find(await LatelyAsync().WaitAsync(cancellationToken), account);

    internal async Task<Snowflake?> AccountOfAsync(PersonId person, CancellationToken cancellationToken)
    {
        if (IsConfigured(person)) return configured.First(pair => pair.Value == person).Key;
        var link = (await store.LinksAsync(Channel, cancellationToken)).FirstOrDefault(link => link.Person == person);
        return link is not null && Snowflake.TryParse(link.Account, out var account) && !configured.ContainsKey(account) ? account : null;
    }

    private PersonId? Find(IReadOnlyList<ChannelLink> links, Snowflake account)
    {
        var link = links.FirstOrDefault(link => link.Account == account.ToString());
        return link is null || IsConfigured(link.Person) ? null : link.Person;
    }

    private Task<IReadOnlyList<ChannelLink>> LatelyAsync()
    {
        lock (_gate)
        {
            if (_lately is not { } lately || lately.Links.IsFaulted || time.GetElapsedTime(lately.At) > Fresh) _lately = lately = (store.LinksAsync(Channel, CancellationToken.None), time.GetTimestamp());
            return lately.Links;
        }
    }

    /// <summary>The configuration goes before what somebody linked earlier.</summary>
    internal bool IsConfigured(PersonId person) => configured.Values.Contains(person);
}
