using Nightshift.Clusters;

namespace Nightshift.Pegasus.Leaks;

/// <summary>Everything that was left behind on a cluster, as it was found. Journaled by the run that puts it right.</summary>
/// <param name="Undone">What dead runs say that they did not do on their way out, and that nothing here looks at.</param>
/// <param name="Runs">Dead runs that cannot be read.</param>
/// <param name="Unseen">What could not be looked at: there may be more.</param>
/// <param name="Obstacles">Why it cannot be put right now.</param>
internal sealed record LeftBehind(
    IReadOnlyList<LeftSetting> Settings,
    IReadOnlyList<LeftUndoneStep> Undone,
    IReadOnlyList<UnreadableRun> Runs,
    IReadOnlyList<string> Unseen,
    IReadOnlyList<string> Obstacles)
{
    /// <summary>Whether nothing is left that a playbook could put right.</summary>
    public bool IsNothing => Settings.Count == 0;
}

/// <summary>A setting of the leader that is not as it should be while nobody works on the cluster.</summary>
/// <param name="Live">As the leader has it.</param>
/// <param name="Usual">What it is put back to.</param>
/// <param name="Reason">What it means, and who left it so as far as is known.</param>
/// <param name="ByHand">The command that puts it back, as the run that left it recorded it.</param>
internal sealed record LeftSetting(string Name, string Live, string Usual, string Reason, DateTimeOffset? Since, string? ByHand = null);

/// <param name="Description">What a run should have done on its way out.</param>
internal sealed record LeftUndoneStep(string Source, DateTimeOffset? Since, string Description, string? ByHand);
