using Nightshift.Chat.Discord.Texts;
using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Chat.Discord.People;

/// <summary>Who somebody on Discord is, and with which roles, at the moment when it matters.</summary>
internal sealed class DiscordPeople(IDiscord discord, AccountBook accounts, PeopleDirectory people, DiscordChannelOptions options, GuildRoles roles)
{
    public static PersonId IdOfStranger(Snowflake account) => new($"{AccountBook.Channel}:{account}");

    /// <summary>Looks at the configuration, the links, and the guild as it is now. What cannot be found out is refused.</summary>
    /// <param name="isBot">Where Discord has told already; null where it has not.</param>
    public async Task<Found> FindAsync(Snowflake account, bool? isBot, CancellationToken cancellationToken)
    {
        var id = await accounts.FindAsync(account, cancellationToken);
        var known = id ?? IdOfStranger(account);
        if (isBot is true) return new Found(null, known, Sentences.Bot);
        DiscordMember? member;
        IReadOnlyList<string> given;
        try
        {
            member = await discord.FindMemberAsync(options.Guild, account, cancellationToken);
            given = member is null || id is null ? [] : await roles.OfAsync(member.Roles, cancellationToken);
        }
        catch (Exception failure) when (failure is DiscordUnreachableException or DiscordRefusedException)
        {
            return new Found(null, known, Sentences.NotAsked) { IsUnknown = true };
        }

        if (member is null) return new Found(null, known, Sentences.NotMember);
        if (member.User.IsBot) return new Found(null, known, Sentences.Bot);
        return id is { } person && people.Find(person) is { } configured ? new Found(With(configured, given), known, "") : new Found(null, known, Sentences.Stranger);
    }

    /// <summary>For somebody who types: as the interaction itself tells. Null for everybody else.</summary>
    public async Task<Person?> TypingAsync(DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        if (interaction.User.IsBot || await accounts.LatelyFindAsync(interaction.User.Id, cancellationToken) is not { } id || people.Find(id) is not { } person) return null;
        return With(person, await roles.LatelyOfAsync(interaction.Roles, cancellationToken));
    }

    private static Person With(Person person, IReadOnlyList<string> given) => person with { Roles = [.. person.Roles.Union(given, StringComparer.Ordinal)] };
}
