using Nightshift.Chat.Discord;
using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Bot.Configuration;

/// <summary>The channel on Discord as it takes its settings, from a configuration that was checked.</summary>
internal static class ConfiguredDiscord
{
    public static DiscordChannelOptions Of(NightshiftOptions options)
    {
        var discord = options.Discord;
        return new DiscordChannelOptions(Snowflake.Parse(discord.Application), Snowflake.Parse(discord.Guild), [.. discord.Channels.Select(Snowflake.Parse)])
        {
            AreCommandsGlobal = discord.Commands == "global",
            People = options.People.Where(person => person.Value.Discord.Length > 0).ToDictionary(person => Snowflake.Parse(person.Value.Discord), person => new PersonId(person.Key)),
            Roles = discord.Roles.ToDictionary(role => role.Key, IReadOnlyList<string> (role) => role.Value),
            Language = discord.Language,
            HoldsWhenAway = discord.WhenAway == "hold",
            HoldsWhenAwayByTier = discord.WhenAwayByTier.ToDictionary(tier => ConfiguredPeople.TryTier(tier.Key, out var known) ? known!.Value : default, tier => tier.Value == "hold"),
            AwayAfter = discord.AwayAfter,
            OnCall = [.. discord.OnCall.Select(entry => new OnCallEntry(
                entry.Person.Length > 0 ? new PersonId(entry.Person) : null, entry.Role.Length > 0 ? Snowflake.Parse(entry.Role) : null, entry.After))],
        };
    }

    /// <summary>With the token itself.</summary>
    public static DiscordClientOptions ClientOf(NightshiftOptions options)
    {
        var client = new DiscordClientOptions(SecretReference.Resolve(options.Discord.Token)!);
        return options.Discord.ApiUrl.Length > 0 ? client with { ApiUrl = new Uri(options.Discord.ApiUrl) } : client;
    }
}
