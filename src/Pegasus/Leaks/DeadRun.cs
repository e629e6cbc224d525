using Nightshift.Runs;

namespace Nightshift.Pegasus.Leaks;

/// <summary>Reads from a failed run's journal what it left undone.</summary>
internal static class DeadRun
{
    public static string NameOf(RunView run) => $"run {run.Summary.Id} ({run.Summary.Command})";

    /// <summary>What the run left undone and nobody looks for on the live cluster: everything but the leader's settings.</summary>
    public static IEnumerable<LeftUndoneStep> Undone(RunView run, IReadOnlyCollection<string> settings) => run.LeftUndone
        .Where(left => !settings.Any(setting => IsOf(left, setting)))
        .Select(left => new LeftUndoneStep(NameOf(run), run.Summary.Ended, left.Description, left.ByHand));

    /// <summary>How a person puts a setting back that this run held.</summary>
    public static string? ByHand(RunView run, string setting) => run.LeftUndone.FirstOrDefault(left => IsOf(left, setting))?.ByHand;

    private static bool IsOf(LeftUndone left, string setting) => left.Description.StartsWith($"put back {setting}:", StringComparison.Ordinal);
}
