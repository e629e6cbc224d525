namespace Nightshift.Runs;

/// <summary>What could become unavailable, least first.</summary>
public enum RiskTier
{
    /// <summary>Nothing becomes unavailable; only redundancy is reduced for a while.</summary>
    Low,

    /// <summary>Some data is unavailable for a while, or a second failure would make it so.</summary>
    Elevated,

    /// <summary>Data could be lost, or most of the cluster is unavailable for a while.</summary>
    High,
}

/// <param name="Subject">The table, <c>db.table</c>.</param>
/// <param name="LeadersMoved">Partitions whose leader moves (each a pause of writes of some tens of milliseconds).</param>
/// <param name="ReplicasAdded">Replicas added before and deleted afterwards.</param>
/// <param name="PartitionsAway">Partitions with no replica to serve them for a while.</param>
/// <param name="ReplicasAway">Replicas that are away for a while, their partitions still being served.</param>
/// <param name="Bytes">Bytes that have to be loaded or caught up; null when nobody knows.</param>
public sealed record PlanImpact(string Subject, int LeadersMoved = 0, int ReplicasAdded = 0, int PartitionsAway = 0, int ReplicasAway = 0, long? Bytes = null);

public sealed record PlannedHold(string Setting, string From, string To);

public sealed record PlannedStep(string Path, StepKind Kind, string Description, IReadOnlyList<string> Details);

public sealed record PlannedRisk(RiskTier Tier, string Sentence);

/// <summary>The cluster as it was when the plan was made, as sorted <c>key → value</c> facts: members, versions, placement that matters, settings.</summary>
public sealed record Fingerprint(IReadOnlyDictionary<string, string> Facts)
{
    public static readonly Fingerprint Empty = new(new SortedDictionary<string, string>(StringComparer.Ordinal));

    /// <summary>What differs, as sentences for people; empty when nothing drifted.</summary>
    public IReadOnlyList<string> DifferenceTo(Fingerprint now)
    {
        var keys = Facts.Keys.Union(now.Facts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. keys
            .Select(key => (key, was: Facts.GetValueOrDefault(key, "absent"), now: now.Facts.GetValueOrDefault(key, "absent")))
            .Where(fact => fact.was != fact.now)
            .Select(fact => $"{fact.key}: {fact.was} → {fact.now}")];
    }
}

/// <summary>What a run would do to the cluster as it is now; an approval is for its <see cref="Hash"/>.</summary>
/// <param name="Hash">SHA-256, hex, over sources, options, digests, steps and fingerprint.</param>
/// <param name="Expected">From earlier runs of the same step names; null before there were any.</param>
public sealed record Plan(
    string Hash,
    string Cluster,
    string Command,
    IReadOnlyList<PlannedStep> Steps,
    IReadOnlyList<PlanImpact> Impacts,
    IReadOnlyList<PlannedHold> Holds,
    IReadOnlyDictionary<string, string> Digests,
    IReadOnlyList<PlannedRisk> Risks,
    IReadOnlyList<string> Obstacles,
    Fingerprint Fingerprint,
    RiskTier Tier,
    TimeSpan? Expected)
{
    /// <summary>Where replicas lie and leaders go; null where the steps drew none, and in plans of before there were any. Not part of the hash.</summary>
    public PlanPicture? Picture { get; init; }
}
