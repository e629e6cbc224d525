using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>A replica that left its group (<c>dropped_replica</c>): when, if the leader saw it, and what the node said of it, if it has.</summary>
/// <param name="TimeMs">Milliseconds since the epoch; 0 when the leader did not see it go.</param>
/// <param name="Ballot">-1 until the node has reported it.</param>
internal readonly record struct DroppedReplica(NodeAddress Node, long TimeMs, long Ballot = -1, long LastCommittedDecree = -1, long LastPreparedDecree = -1)
    : IComparable<DroppedReplica>
{
    public static bool operator <(DroppedReplica left, DroppedReplica right) => left.CompareTo(right) < 0;

    public static bool operator >(DroppedReplica left, DroppedReplica right) => left.CompareTo(right) > 0;

    public static bool operator <=(DroppedReplica left, DroppedReplica right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DroppedReplica left, DroppedReplica right) => left.CompareTo(right) >= 0;

    /// <summary>The higher one roughly has more data (<c>dropped_cmp</c>).</summary>
    public int CompareTo(DroppedReplica other) => (TimeMs, Ballot, LastCommittedDecree, LastPreparedDecree)
        .CompareTo((other.TimeMs, other.Ballot, other.LastCommittedDecree, other.LastPreparedDecree));
}
