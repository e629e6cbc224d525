using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>Which account is whose: by the configuration, else as somebody with the right to <c>/link</c> it has.</summary>
public sealed class AccountBook(IChannelStore store, IReadOnlyDictionary<Snowflake, PersonId> configured)
{
    internal const string Channel = "discord";

    internal IReadOnlyDictionary<Snowflake, PersonId> Configured => configured;

    internal async Task<PersonId?> FindAsync(Snowflake account, CancellationToken cancellationToken)
    {
        if (configured.TryGetValue(account, out var person)) return person;
        var link = (await store.LinksAsync(Channel, cancellationToken)).FirstOrDefault(link => link.Account == account.ToString());
        return link is null || IsConfigured(link.Person) ? null : link.Person;
    }

    internal async Task<Snowflake?> AccountOfAsync(PersonId person, CancellationToken cancellationToken)
    {
        if (IsConfigured(person)) return configured.First(pair => pair.Value == person).Key;
        var link = (await store.LinksAsync(Channel, cancellationToken)).FirstOrDefault(link => link.Person == person);
        return link is not null && Snowflake.TryParse(link.Account, out var account) && !configured.ContainsKey(account) ? account : null;
    }

    /// <summary>The configuration goes before what somebody linked earlier.</summary>
    internal bool IsConfigured(PersonId person) => configured.Values.Contains(person);
}
