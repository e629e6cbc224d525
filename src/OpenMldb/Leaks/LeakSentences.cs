using Nightshift.Clusters;
using Nightshift.OpenMldb.Maintenance;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>What was left behind, in words: the thing, who left it how, what puts it right.</summary>
internal static class LeakSentences
{
    private const int MostNamed = 5;

    /// <param name="command">The command that puts right what a playbook can.</param>
    public static LeakReport Report(LeftBehind left, string command) => new([.. Leaks(left, command)], left.Unseen);

    private static IEnumerable<Leak> Leaks(LeftBehind left, string command)
    {
        if (left.Failover is { } failover)
            yield return new Leak(AutoFailoverHold.Setting, failover.Reason, failover.Since, $"it is set to true, unless somebody works on the cluster by hand{(failover.ByHand is { } hand ? $"; by hand: {hand}" : "")}", command);
        foreach (var leak in left.Tablets.SelectMany(tablet => Of(tablet, command))) yield return leak;
        foreach (var tablet in left.NotAlive.GroupBy(replica => replica.Tablet).OrderBy(tablet => tablet.Key))
        {
            var led = tablet.Count(replica => replica.LedBefore);
            yield return new Leak(
                $"replicas on {tablet.Key}",
                $"{tablet.Count()} are marked not alive although the tablet is healthy{(led > 0 ? $", {led} of them led before" : "")}: {Some(tablet.Select(replica => replica.Partition.ToString()))}",
                null,
                "each follows its leader again, is seen to have caught up, and is marked alive",
                command);
        }

        foreach (var file in left.Files) yield return Of(file, command);
        foreach (var op in left.Ops)
        {
            yield return new Leak(
                $"op {op.Id}", op.Sentence, op.Since,
                op.MayBeDeleted ? "it is deleted from the nameserver's list once its partition is whole" : "look at it with /ops; wait for it, cancel it or delete it",
                op.MayBeDeleted ? command : null);
        }

        foreach (var undone in left.Undone)
            yield return new Leak(undone.Source, $"it was not done on its way out, and nobody looks whether it was since: {undone.Description}", undone.Since, undone.ByHand is { } hand ? $"by hand: {hand}" : "see to it by hand");

        foreach (var run in left.Runs)
            yield return new Leak($"run {run.Id}", $"{run.Command}: what it held is not known: {run.Reason}", null, "hold /check and /status against what is usual");
    }

    private static IEnumerable<Leak> Of(LeftTablet left, string command)
    {
        if (left.Stopped is { } stopped)
            yield return new Leak($"tablet {left.Tablet}", $"it is down since {left.Source} stopped it", left.Since, $"{(left.Untried is { } release ? $"what was installed before {release} is put back, " : "")}it is started{(stopped.UnderMon ? " under mon, as it was" : "")}, and loads and catches up with {stopped.Replicas.Count} partitions", command);
        if (left.Elsewhere.Count > 0)
            yield return new Leak($"leaders of {left.Tablet}", $"{left.Elsewhere.Count} partitions that it led are not led by it since {left.Source}: {Some(left.Elsewhere.Select(partition => partition.ToString()))}", left.Since, "they are moved home", command);
        if (left.Added.Count > 0)
            yield return new Leak($"copies of {left.Tablet}", $"{left.Added.Count} replicas were added for a while by {left.Source}: {Some(left.Added.Select(added => $"{added.Partition} on {added.Tablet}"))}", left.Since, $"they are deleted once {left.Tablet} leads again", command);
    }

    private static Leak Of(StatFile file, string command) => file.Strange.Count > 0
        ? new Leak($"{file}", $"{file.Strange.Count} lines are not what the vendor's tool writes, the first: {file.Strange[0]}", null, "look at it, and remove it when nobody needs it")
        : new Leak(
            $"{file}",
            $"the vendor's pre-upgrade left it with {file.Entries.Count} leaders to bring home, and post-upgrade was not run or failed",
            null,
            "once its leaders are home it is renamed, unless somebody is about to run post-upgrade",
            command);

    private static string Some(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }
}
