using Nightshift.Clusters;
using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>With one server less the cluster must go on: enough alive that the meta server does not freeze, all of them serving.</summary>
internal static class NodeObstacles
{
    public static IEnumerable<Finding> Find(ClusterSnapshot snapshot, Examination examination)
    {
        if (snapshot.Nodes.IsEmpty)
        {
            yield return new Finding("replica servers", "the meta server lists none, so it does not see the cluster", "wait until it does");
            yield break;
        }

        if (examination.Server is { } server && snapshot.Nodes.All(node => node.Server.Name != server))
            yield return new Finding($"replica server {server}", "the meta server does not list it", "check its name");
        foreach (var node in snapshot.Nodes)
        {
            if (!node.Alive) yield return new Finding($"replica server {node.Server}", "it is not alive", "bring it back first: only one may be away");
            else if (!node.Process.IsKnown) yield return new Finding($"replica server {node.Server}", $"it does not tell of itself, so it may be loading: {node.Process.Reason}", "wait until it does");
        }

        foreach (var finding in Freeze(snapshot)) yield return finding;
        foreach (var finding in Restarts(snapshot.Settings, examination)) yield return finding;
    }

    private static IEnumerable<Finding> Freeze(ClusterSnapshot snapshot)
    {
        var settings = snapshot.Settings;
        var left = snapshot.Nodes.Count(node => node.Alive) - 1;
        if (!settings.MinLiveNodes.TryGet(out var least))
            yield return new Finding("freeze threshold", $"min_live_node_count_for_unfreeze is not known: {settings.MinLiveNodes.Reason}", "it has to be readable");
        else if (left < least)
            yield return new Finding(
                "freeze threshold", $"with one server away {left} would be alive, and below {least} the meta server freezes: no failover, and partitions that lose a replica stop",
                "add a server, or lower min_live_node_count_for_unfreeze");
        if (!settings.LivePercentage.TryGet(out var percentage))
            yield return new Finding("freeze threshold", $"{Client.MetaSetting.LivePercentage} is not known: {settings.LivePercentage.Reason}", "it has to be readable");
        else if (left * 100 < percentage * snapshot.Nodes.Length)
            yield return new Finding("freeze threshold", $"with one server away {left} of {snapshot.Nodes.Length} would be alive, below {percentage} % at which the meta server freezes", "bring servers back or add some");
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    /// <summary>A restart is counted against a server that did not run for long before.</summary>
    private static IEnumerable<Finding> Restarts(MetaSettings settings, Examination examination)
    {
        if (examination.Server is not { } server) yield break;
        var thing = $"replica server {server}";
        if (!examination.Restarts.TryGet(out var quick))
        {
            yield return new Finding(thing, $"how often it was restarted lately is not known: {examination.Restarts.Reason}", "it has to be readable: the meta server ignores one that is restarted too often");
            yield break;
        }

        if (quick.Count == 0) yield break;
        var after = settings.StableAfterSeconds.TryGet(out var seconds) ? $"{seconds} s" : "the time that counts as stable";
        var again = FormattableString.Invariant($"try again after {examination.Now + quick.StableIn:HH:mm:ss} UTC, when it has run for {after} (in {Math.Max(1, Math.Ceiling(quick.StableIn.TotalSeconds)):F0} s)");
        if (!settings.MaxUnstableRestarts.TryGet(out var most))
            yield return new Finding(
                thing,
                $"this would be its {Ordinal(quick.Count)} restart in a row before it had run for {after}, and how many the meta server bears (max_succssive_unstable_restart) is not known: {settings.MaxUnstableRestarts.Reason}",
                again);
        else if (quick.Count >= most)
            yield return new Finding(
                thing,
                $"this would be its {Ordinal(quick.Count)} restart in a row before it had run for {after}; from the {Ordinal(most)} on the meta server ignores it as if it were dead (max_succssive_unstable_restart is {most})",
                again);
        else if (quick.Count == most - 1)
            yield return new Finding(thing, $"after this restart one more before it has run for {after} makes the meta server ignore it", "let it run for a while after this", Blocks: false);
    }

    private static string Ordinal(int number) => number switch
    {
        _ when number % 100 is 11 or 12 or 13 => $"{number}th",
        _ when number % 10 == 1 => $"{number}st",
        _ when number % 10 == 2 => $"{number}nd",
        _ when number % 10 == 3 => $"{number}rd",
        _ => $"{number}th",
    };
}
