namespace Nightshift.Runs.Planning;

internal static class PlanRisk
{
    /// <summary>The highest of what the steps named and of what follows from the impact: partitions that nobody serves for a while are elevated.</summary>
    public static RiskTier TierOf(IEnumerable<PlannedRisk> risks, IEnumerable<PlanImpact> impacts) =>
        risks.Select(risk => risk.Tier)
            .Concat(impacts.Select(impact => impact.PartitionsAway > 0 ? RiskTier.Elevated : RiskTier.Low))
            .DefaultIfEmpty(RiskTier.Low)
            .Max();
}
