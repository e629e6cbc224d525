using System.Collections.Frozen;

namespace Nightshift.Pegasus.Client.Data;

/// <summary>
/// Which refusals of a write prove that it was not done: those that the primary gives before the write enters its log (<c>src/replica/replica_2pc.cpp</c>). After
/// anything else, a time-out of the servers among themselves for one, nobody knows.
/// </summary>
internal static class WriteOutcome
{
    private static readonly FrozenSet<string> Undone = new[]
    {
        ErrorNames.InvalidState, ErrorNames.ObjectNotFound, ErrorNames.NotEnoughMember, ErrorNames.HandlerNotFound, ErrorNames.AclDeny, ErrorNames.Busy,
        ErrorNames.AppNotExist, ErrorNames.Unauthenticated, "ERR_CAPACITY_EXCEEDED", "ERR_SPLITTING", "ERR_PARENT_PARTITION_MISUSED", "ERR_CHILD_NOT_READY",
        "ERR_INVALID_DATA", "ERR_DISK_INSUFFICIENT", "ERR_OPERATION_DISABLED",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsUndone(PegasusException error) => error switch
    {
        RefusedByClusterException refused => Undone.Contains(refused.Error),
        NodeUnreachableException unreachable => unreachable.Delivery == Delivery.NotSent,
        WrongRequestException => true,
        _ => false,
    };
}
