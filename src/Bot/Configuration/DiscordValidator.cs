using Nightshift.Chat.Discord;
using Nightshift.Clusters;

namespace Nightshift.Bot.Configuration;

/// <summary>The channel on Discord names a guild, channels, people and roles as Discord does: by numbers.</summary>
internal static class DiscordValidator
{
    private const string At = "Nightshift:Discord";

    public static IEnumerable<string> Validate(NightshiftOptions options) => [.. Accounts(options), .. options.Discord.IsConfigured ? Channel(options) : []];

    private static IEnumerable<string> Accounts(NightshiftOptions options)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, person) in options.People.Where(person => person.Value.Discord.Length > 0))
        {
            if (!Snowflake.TryParse(person.Discord, out _)) yield return $"Nightshift:People:{id}:Discord: {NoId(person.Discord)}";
            else if (!owners.TryAdd(person.Discord, id)) yield return $"Nightshift:People:{id}:Discord: this account is that of {owners[person.Discord]} too, so one could speak for the other";
        }
    }

    private static IEnumerable<string> Channel(NightshiftOptions options)
    {
        var discord = options.Discord;
        if (SecretReference.Fault(discord.Token) is { } fault) yield return $"{At}:Token: {fault}";
        if (!Snowflake.TryParse(discord.Application, out _)) yield return $"{At}:Application: {NoId(discord.Application)}";
        if (!Snowflake.TryParse(discord.Guild, out _)) yield return $"{At}:Guild: {NoId(discord.Guild)}";
        if (discord.Channels.Count == 0) yield return $"{At}:Channels: names no channel to listen in";
        for (var i = 0; i < discord.Channels.Count; i++)
            if (!Snowflake.TryParse(discord.Channels[i], out _)) yield return $"{At}:Channels:{i}: {NoId(discord.Channels[i])}";
        if (discord.Commands is not ("guild" or "global")) yield return $"{At}:Commands: '{discord.Commands}' is neither 'guild' nor 'global'";
        if (discord.Language is not ("en" or "zh-CN")) yield return $"{At}:Language: '{discord.Language}' is neither 'en' nor 'zh-CN'";
        foreach (var (at, policy) in discord.WhenAwayByTier.Select(tier => ($"WhenAwayByTier:{tier.Key}", tier.Value)).Prepend(("WhenAway", discord.WhenAway)))
            if (policy is not ("continue" or "hold")) yield return $"{At}:{at}: '{policy}' is neither 'continue' nor 'hold'";
        foreach (var tier in discord.WhenAwayByTier.Keys)
            if (!ConfiguredPeople.TryTier(tier, out var known) || known is null) yield return $"{At}:WhenAwayByTier: '{tier}' is none of Low, Elevated, High";
        if (discord.AwayAfter < TimeSpan.Zero) yield return $"{At}:AwayAfter: {discord.AwayAfter} is negative";
        foreach (var (role, given) in discord.Roles)
            if (given.Count == 0 || given.Any(string.IsNullOrWhiteSpace)) yield return $"{At}:Roles:{role}: names no role for it here";
        if (discord.ApiUrl.Length > 0 && !IsSafe(discord.ApiUrl)) yield return $"{At}:ApiUrl: '{discord.ApiUrl}' is no address that ends with a slash and is encrypted, or on this machine";
        foreach (var one in OnCall(options)) yield return one;
    }

    private static IEnumerable<string> OnCall(NightshiftOptions options)
    {
        for (var i = 0; i < options.Discord.OnCall.Count; i++)
        {
            var (entry, at) = (options.Discord.OnCall[i], $"{At}:OnCall:{i}");
            if ((entry.Person.Length > 0) == (entry.Role.Length > 0)) yield return $"{at}: names either a person or a role of the guild, by its id";
            if (entry.Person.Length > 0 && !options.People.ContainsKey(entry.Person)) yield return $"{at}:Person: '{entry.Person}' is not among the configured people";
            if (entry.Role.Length > 0 && !Snowflake.TryParse(entry.Role, out _)) yield return $"{at}:Role: {NoId(entry.Role)}";
            if (entry.After < TimeSpan.Zero) yield return $"{at}:After: {entry.After} is negative";
        }
    }

    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && address.EndsWith('/') && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    // What stands there may be a token in the wrong place; it is not repeated.
    private static string NoId(string text) => text.Length == 0
        ? "is missing; it is a number, which 'Copy ID' gives when Discord's developer mode is on"
        : "is no id of Discord's; it is a number, which 'Copy ID' gives when Discord's developer mode is on";
}
