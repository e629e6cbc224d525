namespace Nightshift.Runs.Engine;

/// <summary>What a comparison of the cluster with what the run expects has found. The result of a step.</summary>
/// <param name="Facts">What all changed facts are now; null for those that are gone.</param>
/// <param name="Differences">Those changes that are not the run's own, as sentences.</param>
internal sealed record ClusterLook(IReadOnlyDictionary<string, string?> Facts, IReadOnlyList<string> Differences)
{
    public static readonly ClusterLook Nothing = new(new Dictionary<string, string?>(), []);
}
