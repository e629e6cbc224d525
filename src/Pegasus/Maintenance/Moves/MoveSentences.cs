namespace Nightshift.Pegasus.Maintenance;

/// <summary>Moves in words.</summary>
internal static class MoveSentences
{
    public static string Report(MovedPrimaries moved)
    {
        if (moved.Moves.Count == 0) return "no primary had to move";
        var again = moved.Moves.Count(move => move.Tries > 1);
        var slowest = moved.Moves.MaxBy(move => move.Took)!;
        var to = moved.Moves.GroupBy(move => move.To).OrderBy(group => group.Key).Select(group => $"{group.Count()} to {group.Key}");
        return $"{moved.Moves.Count} primaries moved in {moved.Took.TotalSeconds:F1} s ({string.Join(", ", to)}); the slowest, {slowest.Partition}, took {slowest.Took.TotalMilliseconds:F0} ms"
            + $" from ballot {slowest.BallotBefore} to {slowest.BallotAfter}{(again > 0 ? $"; {again} needed more than one try" : "")}";
    }

    /// <summary>Why a reconfiguration was given up of which nothing was seen.</summary>
    public static string Ignored(string who, string what, TimeSpan span) => FormattableString.Invariant(
        $"{who} takes no notice of the proposal {what}: for {span.TotalSeconds:F0} s it was sent at once and queued for the meta server's rounds, and the meta server answered OK each time");

    /// <summary>Partitions that could not be reconfigured, those with the same reason together, and where to look.</summary>
    public static string Left(IReadOnlyDictionary<TablePartition, string> left, string server)
    {
        const int most = 3;
        var reasons = left.GroupBy(partition => partition.Value, partition => partition.Key).OrderByDescending(reason => reason.Count()).ToList();
        var told = reasons.Take(most).Select(reason => $"{string.Join(", ", reason.Take(most))}{(reason.Count() > most ? $" and {reason.Count() - most} more" : "")}: {reason.Key}");
        return $"{left.Count} partition{(left.Count == 1 ? "" : "s")}: {string.Join("; ", told)}{(reasons.Count > most ? $"; and {reasons.Count - most} other reasons" : "")}"
            + $"; it was not stopped. Look for these partitions in the logs of the meta server that leads and of {server}, then try again";
    }
}
