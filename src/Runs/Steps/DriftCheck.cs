namespace Nightshift.Runs;

/// <summary>Which changes of the cluster are the run's own.</summary>
/// <param name="Nodes">Nodes that it worked on since the check before, or is working on: facts that name them may differ.</param>
public sealed record DriftCheck(IReadOnlyList<string> Nodes);
