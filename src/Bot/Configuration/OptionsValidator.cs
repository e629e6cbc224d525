using System.Net;
using Nightshift.Clusters;

namespace Nightshift.Bot.Configuration;

/// <summary>Every fault of the configuration at once, each a sentence that names the setting.</summary>
internal static class OptionsValidator
{
    private const int ShortestToken = 16;

    /// <param name="clusters">The names of all clusters that there will be.</param>
    public static IReadOnlyList<string> Validate(NightshiftOptions options, IReadOnlyList<string> clusters) =>
        [.. Web(options.Web), .. Approvals(options), .. PolicyValidator.Validate(options, clusters), .. People(options), .. Logins(options), .. RightsValidator.Validate(options), .. DiscordValidator.Validate(options)];

    private static IEnumerable<string> Web(WebOptions web)
    {
        if (!Uri.TryCreate(web.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"Nightshift:Web:Url: '{web.Url}' is not an http address";
            yield break;
        }

        var loopback = url.IsLoopback || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));
        if (!loopback) yield return $"Nightshift:Web:Url: '{web.Url}' is not on loopback; put a proxy with a login in front of the page instead";
        if (web.Token.Length is > 0 and < ShortestToken) yield return $"Nightshift:Web:Token: shorter than {ShortestToken} characters; leave it empty to have one made at each start";
    }

    private static IEnumerable<string> Approvals(NightshiftOptions options)
    {
        if (options.Approvals.Approvers < 0) yield return $"Nightshift:Approvals:Approvers: {options.Approvals.Approvers} is negative";
        if (options.Approvals.ValidFor <= TimeSpan.Zero) yield return $"Nightshift:Approvals:ValidFor: {options.Approvals.ValidFor} is not a span of time";
        if (options.Runs.DecisionDeadline < TimeSpan.Zero) yield return $"Nightshift:Runs:DecisionDeadline: {options.Runs.DecisionDeadline} is negative";
    }

    private static IEnumerable<string> People(NightshiftOptions options)
    {
        if (options.People.Count == 0) yield return "Nightshift:People: nobody is configured, so nobody could give a command";
        foreach (var (id, person) in options.People)
        {
            if (id.Any(char.IsWhiteSpace)) yield return $"Nightshift:People:{id}: an id has no blanks";
            if (id == Nightshift.Runs.PersonId.Nightshift.Value) yield return $"Nightshift:People:{id}: this id is the program's own";
            if (SecretReference.Fault(person.Login) is { } fault) yield return $"Nightshift:People:{id}:Login: {fault}";
            if (person.Roles.Count == 0 && options.Discord.Roles.Count == 0 && !options.Rights.Any(grant => grant.People.Contains(id)))
                yield return $"Nightshift:People:{id}: has no role, is named by no right, and so may do nothing";
        }
    }

    /// <summary>A token says who somebody is: it is long enough not to be guessed, and nobody shares one.</summary>
    private static IEnumerable<string> Logins(NightshiftOptions options)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, person) in options.People)
        {
            if (SecretReference.Fault(person.Login) is not null || SecretReference.Resolve(person.Login) is not { } token) continue;
            if (token.Length < ShortestToken) yield return $"Nightshift:People:{id}:Login: the token there is shorter than {ShortestToken} characters";
            if (!owners.TryAdd(token, id)) yield return $"Nightshift:People:{id}:Login: the token there is that of {owners[token]} too, so one could speak for the other";
        }
    }
}
