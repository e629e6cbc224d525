using Nightshift.Runs;

namespace Nightshift.Chat.People;

/// <summary>Which approvals a plan needs, by its cluster and tier. The most specific rule wins: an exact cluster before any, then an exact tier before any.</summary>
/// <param name="otherwise">Where no rule applies.</param>
public sealed class ApprovalPolicies(ApprovalPolicy otherwise, IReadOnlyList<ApprovalRule> rules)
{
    private static readonly RiskTier[] Tiers = Enum.GetValues<RiskTier>();

    /// <summary>What a plan of this tier needs there; knows the other tiers too, for a plan that is made again and turns out to be of another.</summary>
    public ApprovalPolicy For(string cluster, RiskTier tier)
    {
        var one = Find(cluster, tier);
        var all = Tiers.ToDictionary(other => other, other => Find(cluster, other));
        return all.Values.Distinct().Count() == 1 ? one : one with { Tiers = all };
    }

    private ApprovalPolicy Find(string cluster, RiskTier tier) => rules
        .Where(rule => (rule.Cluster is null || rule.Cluster == cluster) && (rule.Tier is null || rule.Tier == tier))
        .OrderByDescending(rule => rule.Cluster is not null)
        .ThenByDescending(rule => rule.Tier is not null)
        .FirstOrDefault()?.Policy ?? otherwise;
}

/// <param name="Cluster">Null for any.</param>
/// <param name="Tier">Null for any.</param>
public sealed record ApprovalRule(string? Cluster, RiskTier? Tier, ApprovalPolicy Policy);
