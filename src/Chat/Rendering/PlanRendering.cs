using Nightshift.Runs;

namespace Nightshift.Chat.Rendering;

/// <summary>A plan as lines of text: what is at stake first, the steps after it.</summary>
public static class PlanRendering
{
    public static IEnumerable<string> Lines(Plan plan)
    {
        yield return $"Plan {ShortHash.Of(plan)} for {plan.Cluster}: {plan.Command}";
        yield return $"  risk {plan.Tier.ToString().ToLowerInvariant()}{(plan.Expected is { } span ? $", expected to take {Quantities.Span(span)}" : "")}";
        foreach (var obstacle in plan.Obstacles) yield return $"  cannot be done: {obstacle}";
        foreach (var risk in plan.Risks) yield return $"  {risk.Tier.ToString().ToLowerInvariant()} risk: {risk.Sentence}";
        foreach (var impact in plan.Impacts) yield return $"  {Impact(impact)}";
        foreach (var hold in plan.Holds.Distinct()) yield return $"  holds {Hold(hold)}";
        foreach (var (name, digest) in plan.Digests) yield return $"  {name}: sha256 {digest[..Math.Min(16, digest.Length)]}";
        foreach (var line in plan.Picture is { } picture ? PictureRendering.Lines(picture) : []) yield return $"  {line}";
        foreach (var step in plan.Steps.Where(IsShown))
        {
            yield return $"  · {step.Description}";
            foreach (var detail in step.Details) yield return $"      {detail}";
        }
    }

    /// <summary>What only looks is worth a line when it has seen something: which replicas are not loaded, say.</summary>
    public static bool IsShown(PlannedStep step) => step.Kind != StepKind.Observation || step.Details.Count > 0;

    /// <summary><c>auto_failover: true → false, put back at the end</c>.</summary>
    public static string Hold(PlannedHold hold) => hold.From == hold.To
        ? $"{hold.Setting}: it is {hold.From} already and stays so"
        : $"{hold.Setting}: {hold.From} → {hold.To}, put back at the end";

    /// <summary>What is at stake for one table, in one line.</summary>
    public static string Impact(PlanImpact impact)
    {
        var parts = new List<string>();
        if (impact.LeadersMoved > 0) parts.Add($"{impact.LeadersMoved} leader(s) move");
        if (impact.ReplicasAdded > 0) parts.Add($"{impact.ReplicasAdded} replica(s) added for the time");
        if (impact.ReplicasAway > 0) parts.Add($"{impact.ReplicasAway} replica(s) away, still served");
        if (impact.PartitionsAway > 0) parts.Add($"{impact.PartitionsAway} partition(s) NOT served");
        if (impact.Bytes is { } bytes) parts.Add($"{Quantities.Bytes(bytes)} to load");
        return $"{impact.Subject}: {(parts.Count == 0 ? "untouched" : string.Join(", ", parts))}";
    }
}
