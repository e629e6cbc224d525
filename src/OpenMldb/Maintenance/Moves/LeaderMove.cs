using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>Where leadership of one partition should be.</summary>
/// <param name="Tablet">The tablet that the goal is about.</param>
/// <param name="Home">True: it leads. False: another one leads, and it does not.</param>
internal sealed record MoveGoal(PartitionId Partition, TidPid TidPid, StorageMode StorageMode, Endpoint Tablet, bool Home)
{
    /// <summary>Somebody leads, whoever it is.</summary>
    public static MoveGoal AnyLeader(PartitionId partition, TidPid id, StorageMode storageMode) => new(partition, id, storageMode, default, false);

    public override string ToString() =>
        Tablet == default ? $"give {Partition} a leader" : Home ? $"move the leader of {Partition} home to {Tablet}" : $"move the leader of {Partition} away from {Tablet}";
}

/// <summary>What became of one leader move, with the proof that nothing acknowledged was left behind. Journaled.</summary>
/// <param name="From">Who led before; the same as <paramref name="To"/> when nothing had to be moved.</param>
/// <param name="FromOffset">Binlog offset of the fenced leader, which accepted nothing any more.</param>
/// <param name="ToOffset">Binlog offset of the successor at the same time: equal.</param>
/// <param name="TermStart">First offset of the new term in the nameserver's record: the next one.</param>
/// <param name="Leaderless">Time without a leader in the record.</param>
/// <param name="Proven">False only when the move was found done and who fenced it is not known, so that the offsets were compared afterwards.</param>
internal sealed record LeaderMove(
    PartitionId Partition,
    Endpoint From,
    Endpoint To,
    ulong? TermBefore,
    ulong? TermAfter,
    ulong FromOffset,
    ulong ToOffset,
    ulong? TermStart,
    TimeSpan Leaderless,
    int Tries,
    bool Proven)
{
    public bool Moved => From != To;

    public string Sentence => !Moved
        ? $"{Partition} is led by {To} already"
        : $"{Partition}: {From} → {To}, offset {FromOffset} = {ToOffset}, term {TermBefore} → {TermAfter}, {Leaderless.TotalMilliseconds:F0} ms without a leader"
            + (Tries > 1 ? $", {Tries} tries" : "");
}

internal static class LeaderMoves
{
    /// <summary>The newest term in the record when that tablet handed the partition over; null when none of these moves says so.</summary>
    public static ulong? TermBefore(this IEnumerable<LeaderMove> moves, PartitionId partition, Endpoint tablet) =>
        Proven(moves, partition, tablet)?.TermBefore;

    /// <summary>The term under which its successor leads. Once the old leader was seen to stand, its log is the beginning of the successor's under that term too.</summary>
    public static ulong? TermAfter(this IEnumerable<LeaderMove> moves, PartitionId partition, Endpoint tablet) =>
        Proven(moves, partition, tablet)?.TermAfter;

    private static LeaderMove? Proven(IEnumerable<LeaderMove> moves, PartitionId partition, Endpoint tablet) =>
        moves.FirstOrDefault(m => m is { Moved: true, Proven: true } && m.Partition == partition && m.From == tablet);
}

/// <summary>A move that cannot be made safely as things stand. The partition has a leader.</summary>
internal sealed class MoveRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
