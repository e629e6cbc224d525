using Nightshift.Chat.People;
using Nightshift.Runs;

namespace Nightshift.Bot.Configuration;

/// <summary>People, rights and approval policies as the chat takes them, from a configuration.</summary>
internal static class ConfiguredPeople
{
    private const string Any = "*";

    public static PeopleDirectory DirectoryOf(NightshiftOptions options) => new(
        [.. options.People.Select(person => PersonOf(person.Key, person.Value))],
        [.. options.Rights.Select(grant => new Grant(
            grant.Role, grant.Commands, grant.Clusters ?? [Any], grant.Components ?? [Any], [.. grant.People.Select(id => new PersonId(id))]))],
        [.. options.Discord.Roles.Values.SelectMany(given => given).Distinct(StringComparer.Ordinal)]);

    public static ApprovalPolicies PoliciesOf(NightshiftOptions options) => new(
        new ApprovalPolicy(options.Approvals.Approvers, options.Approvals.ValidFor),
        [.. options.Approvals.Policies.Select(policy => RuleOf(policy, options.Approvals))]);

    public static ApprovalRule RuleOf(PolicyOptions policy, ApprovalOptions otherwise) => new(
        policy.Cluster == Any ? null : policy.Cluster,
        TryTier(policy.Tier, out var tier) ? tier : null,
        new ApprovalPolicy(policy.Approvers ?? otherwise.Approvers, policy.ValidFor ?? otherwise.ValidFor, policy.Role.Length == 0 ? null : policy.Role));

    /// <summary>False for what names neither a tier nor all; null stands for all.</summary>
    public static bool TryTier(string text, out RiskTier? tier)
    {
        tier = Enum.GetValues<RiskTier>().Where(known => string.Equals(known.ToString(), text, StringComparison.OrdinalIgnoreCase)).Select(known => (RiskTier?)known).FirstOrDefault();
        return tier is not null || text == Any;
    }

    private static Person PersonOf(string id, PersonOptions person) => new(new PersonId(id), person.Name.Length > 0 ? person.Name : id, person.Roles, person.Bot);
}
