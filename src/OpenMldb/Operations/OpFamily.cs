using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Operations;

/// <summary>
/// An op and the ops it spawned. The list does not name parents; children follow their parent in the same partition, and only RecoverTable has any:
/// one of the kinds below. Source: <c>name_server_impl.cc</c> RecoverEndpointTable.
/// </summary>
internal static class OpFamily
{
    public static bool IsChild(OpType parent, OpType type) =>
        parent == OpType.RecoverTable
        && type is OpType.ReAddReplica or OpType.ReAddReplicaNoSend or OpType.ReAddReplicaWithDrop or OpType.ReAddReplicaSimplify
            or OpType.ReLoadTable or OpType.UpdatePartitionStatus;

    /// <summary>Null while anything is still going on. One that failed or was canceled decides at once.</summary>
    public static OpVerdict? VerdictOf(OpInfo op, ImmutableArray<OpInfo> children)
    {
        var all = children.Insert(0, op);
        if (all.Any(o => o.Status == OpStatus.Failed))
            return OpVerdict.Failed;
        if (all.Any(o => o.Status == OpStatus.Canceled))
            return OpVerdict.Canceled;
        return all.All(o => o.Status == OpStatus.Done) ? OpVerdict.Done : null;
    }

    /// <summary>What was seen last of each.</summary>
    public static ImmutableArray<OpInfo> Merge(ImmutableArray<OpInfo> before, ImmutableArray<OpInfo> now) =>
        [.. now.Concat(before.Where(b => now.All(n => n.Id != b.Id))).OrderBy(o => o.Id)];
}
