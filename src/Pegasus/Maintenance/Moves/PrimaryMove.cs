using Nightshift.Clusters;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>A primary that moved, with the proof: two changes of the record, one ballot each, and the new primary in it.</summary>
/// <param name="Took">From asking until the new primary was seen.</param>
/// <param name="Tries">More than one where the leader elected the old primary again, or had something pending.</param>
internal sealed record PrimaryMove(TablePartition Partition, Endpoint From, Endpoint To, long BallotBefore, long BallotAfter, TimeSpan Took, int Tries);

/// <summary>What one step moved.</summary>
internal sealed record MovedPrimaries(IReadOnlyList<PrimaryMove> Moves, TimeSpan Took)
{
    public static readonly MovedPrimaries None = new([], TimeSpan.Zero);
}
