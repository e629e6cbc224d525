using Nightshift.Chat.Commands;
using Nightshift.Chat.People;
using Nightshift.Chat.Rendering;

namespace Nightshift.Bot.Configuration;

/// <summary>Approval policies name clusters, tiers and roles that there are, and can be met by somebody.</summary>
internal static class PolicyValidator
{
    public static IEnumerable<string> Validate(NightshiftOptions options, IReadOnlyList<string> clusters)
    {
        var people = ConfiguredPeople.DirectoryOf(options);
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < options.Approvals.Policies.Count; i++)
        {
            var (policy, at) = (options.Approvals.Policies[i], $"Nightshift:Approvals:Policies:{i}");
            var faults = FaultsOf(policy, options, clusters).ToList();
            foreach (var fault in faults) yield return $"{at}:{fault}";
            if (!seen.Add((policy.Cluster, policy.Tier.ToUpperInvariant()))) yield return $"{at}: there is another policy for cluster '{policy.Cluster}' and tier '{policy.Tier}'";
            if (faults.Count > 0) continue;
            foreach (var cluster in policy.Cluster == "*" ? clusters : [policy.Cluster])
                if (Unreachable(policy, options, people, cluster) is { } fault) yield return $"{at}: {fault}";
        }
    }

    private static IEnumerable<string> FaultsOf(PolicyOptions policy, NightshiftOptions options, IReadOnlyList<string> clusters)
    {
        if (policy.Cluster != "*" && !clusters.Contains(policy.Cluster, StringComparer.Ordinal))
            yield return $"Cluster: no cluster is called '{policy.Cluster}'; there is {string.Join(", ", clusters)}, and '*' stands for all";
        if (!ConfiguredPeople.TryTier(policy.Tier, out _)) yield return $"Tier: '{policy.Tier}' is none of Low, Elevated, High, *";
        if (policy.Approvers < 0) yield return $"Approvers: {policy.Approvers} is negative";
        if (policy.ValidFor <= TimeSpan.Zero) yield return $"ValidFor: {policy.ValidFor} is not a span of time";
        if (policy.Role.Length > 0 && !RightsValidator.HasRole(options, policy.Role)) yield return $"Role: nobody has the role '{policy.Role}'";
    }

    /// <summary>Whoever asks, too few others could approve.</summary>
    private static string? Unreachable(PolicyOptions policy, NightshiftOptions options, PeopleDirectory people, string cluster)
    {
        var needed = ConfiguredPeople.RuleOf(policy, options.Approvals).Policy;
        var counts = people.People.Where(person => CouldAsk(people, person, cluster)).Select(requester => people.Approvers(cluster, needed.Role, requester.Id).Count).ToList();
        if (counts.Count == 0 || counts.Max() is var most && most >= needed.Approvers) return null;
        var role = needed.Role is null ? "" : $" by role {needed.Role}";
        return $"nobody could ever approve: {ApprovalRendering.Count(needed.Approvers)}{role} needed on {cluster}, and besides the one who asks at most {most} may /approve there";
    }

    /// <summary>Whether somebody may give any command there that needs an approval: what is not built in.</summary>
    private static bool CouldAsk(PeopleDirectory people, Person person, string cluster) => people.GrantsOf(person).Any(grant =>
        (grant.Clusters.Contains("*") || grant.Clusters.Contains(cluster)) && grant.Commands.Any(command => command == "*" || !BuiltInCommands.ReservedWords.Contains(command)));
}
