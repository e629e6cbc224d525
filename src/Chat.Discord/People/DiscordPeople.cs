using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>Who somebody on Discord is, and with which roles, at the moment when it matters.</summary>
internal sealed class DiscordPeople(IDiscord discord, AccountBook accounts, PeopleDirectory people, DiscordChannelOptions options, GuildRoles roles)
{
    public static PersonId IdOfStranger(Snowflake account) => new($"{AccountBook.Channel}:{account}");

    /// <summary>Looks at the configuration, the links, and the guild as it is now, which is not asked about strangers. What cannot be found out is refused.</summary>
    /// <param name="isBot">Where Discord has told already; null where it has not.</param>
    public async Task<Found> FindAsync(Snowflake account, bool? isBot, CancellationToken cancellationToken)
    {
        var id = await accounts.FindAsync(account, cancellationToken);
        var known = id ?? IdOfStranger(account);
        if (isBot is true) return new Found(null, known, Sentences.Bot);
        if (id is not { } person || people.Find(person) is not { } configured) return new Found(null, known, Sentences.Stranger);
        DiscordMember? member;
        IReadOnlyList<string> given;
        try
        {
            member = await discord.FindMemberAsync(options.Guild, account, cancellationToken);
            given = member is null ? [] : await roles.OfAsync(member.Roles, cancellationToken);
        }
        catch (Exception failure) when (failure is DiscordUnreachableException or DiscordRefusedException)
        {
            return new Found(null, known, Sentences.NotAsked) { IsUnknown = true };
        }

        if (member is null) return new Found(null, known, Sentences.NotMember);
        if (member.User.IsBot) return new Found(null, known, Sentences.Bot);
        return new Found(With(configured, given), known, "");
    }

    /// <summary>Whose an account is, whatever they are in the guild now.</summary>
    public Task<PersonId?> OwnerAsync(Snowflake account, CancellationToken cancellationToken) => accounts.FindAsync(account, cancellationToken);

    /// <summary>Somebody who takes their own consent back, which asks for less than giving it: with every role that the guild could give, whether it does now or not.</summary>
    public Found Withdrawing(PersonId id) => people.Find(id) is { } person
        ? new Found(With(person, [.. options.Roles.Values.SelectMany(given => given)]), id, "")
        : new Found(null, id, Sentences.Stranger);

    /// <summary>For somebody who types: as the interaction itself tells. Null for everybody else.</summary>
    public async Task<Person?> TypingAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        if (interaction.User.IsBot || await accounts.LatelyFindAsync(interaction.User.Id, cancellationToken) is not { } id || people.Find(id) is not { } person) return null;
        return With(person, await roles.LatelyOfAsync(interaction.Roles, cancellationToken));
    }

    private static Person With(Person person, IReadOnlyList<string> given) => person with { Roles = [.. person.Roles.Union(given, StringComparer.Ordinal)] };
}
