using Nightshift.Runs;

namespace Nightshift.Clusters;

/// <summary>What a run does on purpose, by its own journal: what a guard must not take for a fault. Answers anew each time it is asked.</summary>
public interface IRunInHand
{
    /// <summary>The nodes that the run has begun with and is not done with.</summary>
    IReadOnlyCollection<NodeInHand> Nodes { get; }

    /// <summary>The settings that it holds now, from the moment at which it decided to.</summary>
    IReadOnlyCollection<HoldView> Holds { get; }

    /// <summary>The journaled result, as JSON, of the first step with this name in any scope; null when there is none yet.</summary>
    string? FirstResult(string step);
}

/// <param name="Name">As the cluster calls the node.</param>
/// <param name="Since">When its first step began; the same in every process that carries the run on.</param>
public sealed record NodeInHand(string Name, DateTimeOffset Since);
