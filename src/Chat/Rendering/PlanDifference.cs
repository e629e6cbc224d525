using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>What makes a plan another than the one before it, as sentences for people.</summary>
public static class PlanDifference
{
    public static IReadOnlyList<string> Between(Plan before, Plan now) =>
    [
        .. before.Tier == now.Tier ? Array.Empty<string>() : [$"risk {Word(before.Tier)} → {Word(now.Tier)}"],
        .. before.Fingerprint.DifferenceTo(now.Fingerprint),
        .. Changed("step", before.Steps.Where(PlanRendering.IsShown).Select(Step), now.Steps.Where(PlanRendering.IsShown).Select(Step)),
        .. Changed("at stake", before.Impacts.Select(Impact), now.Impacts.Select(Impact)),
        .. Changed("risk", before.Risks.Select(risk => risk.Sentence), now.Risks.Select(risk => risk.Sentence)),
        .. Changed("hold", before.Holds.Select(Hold), now.Holds.Select(Hold)),
        .. Changed("digest", before.Digests.Select(Digest), now.Digests.Select(Digest)),
    ];

    private static IEnumerable<string> Changed(string what, IEnumerable<string> before, IEnumerable<string> now)
    {
        var (was, isNow) = (before.ToList(), now.ToList());
        return [.. was.Except(isNow).Select(gone => $"no longer, {what}: {gone}"), .. isNow.Except(was).Select(added => $"new, {what}: {added}")];
    }

    private static string Step(PlannedStep step) => step.Details.Count == 0 ? step.Description : $"{step.Description} ({string.Join("; ", step.Details)})";

    /// <summary>Bytes change from moment to moment and do not make it another plan.</summary>
    private static string Impact(PlanImpact impact) => PlanRendering.Impact(impact with { Bytes = null });

    private static string Hold(PlannedHold hold) => $"{hold.Setting}: {hold.From} → {hold.To}";

    private static string Digest(KeyValuePair<string, string> digest) => $"{digest.Key}: {digest.Value}";

    private static string Word(RiskTier tier) => tier.ToString().ToLowerInvariant();
}
