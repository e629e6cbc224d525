using Nightshift.Clusters;

namespace Nightshift.Pegasus.Leaks;

/// <summary>What was left behind, in words: the thing, who left it how, what puts it right.</summary>
internal static class LeakSentences
{
    /// <param name="command">The command that puts right what a playbook can.</param>
    public static LeakReport Report(LeftBehind left, string command) => new([.. Leaks(left, command)], left.Unseen);

    private static IEnumerable<Leak> Leaks(LeftBehind left, string command)
    {
        foreach (var setting in left.Settings)
        {
            var target = setting.Usual.Length == 0 ? "emptied" : $"set to {setting.Usual}";
            yield return new Leak(setting.Name, setting.Reason, setting.Since, $"it is {target}, unless somebody works on the cluster by hand{(setting.ByHand is { } hand ? $"; by hand: {hand}" : "")}", command);
        }

        foreach (var undone in left.Undone)
            yield return new Leak(undone.Source, $"it was not done on its way out, and nobody looks whether it was since: {undone.Description}", undone.Since, undone.ByHand is { } hand ? $"by hand: {hand}" : "see to it by hand");

        foreach (var run in left.Runs)
            yield return new Leak($"run {run.Id}", $"{run.Command}: what it held is not known: {run.Reason}", null, "hold /check and /status against what is usual");
    }
}
