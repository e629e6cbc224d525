namespace Nightshift.Runs;

/// <summary>Who must agree before a run may start. Whether a person may approve at all, and has the role, is asked before, by rights.</summary>
/// <param name="Approvers">How many different people other than the one who asked; 0 lets a run start without.</param>
/// <param name="ValidFor">From the submission; afterwards the run is expired.</param>
/// <param name="Role">Which role they must have; null for any.</param>
public sealed record ApprovalPolicy(int Approvers, TimeSpan ValidFor, string? Role = null)
{
    /// <summary>What plans of these tiers need instead; null where every tier needs the same. A plan that is made again may be of another tier.</summary>
    public IReadOnlyDictionary<RiskTier, ApprovalPolicy>? Tiers { get; init; }

    /// <summary>What a plan of this tier needs; still knows the other tiers.</summary>
    public ApprovalPolicy For(RiskTier tier) => Tiers?.GetValueOrDefault(tier) is { } policy ? policy with { Tiers = Tiers } : this;
}
