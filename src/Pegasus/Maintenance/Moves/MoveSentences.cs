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
}
