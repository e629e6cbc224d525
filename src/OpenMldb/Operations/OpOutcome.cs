using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Operations;

/// <summary>How following an op ended. Only <see cref="Done"/> is success, and even that is no proof of catch-up.</summary>
public enum OpVerdict
{
    /// <summary>The call was answered, but no op appeared and the state did not change.</summary>
    NotCreated,

    /// <summary>No op was seen, yet the state is as wanted (it was already, or the op was quicker than the list).</summary>
    AlreadyAsWanted,

    /// <summary>The op and all its child ops are kDone.</summary>
    Done,
    Failed,
    Canceled,

    /// <summary>The op was seen and is no longer listed, as after a change of nameserver: judge by the state.</summary>
    Vanished,

    /// <summary>It was still going on at the deadline.</summary>
    DeadlineExpired,
}

/// <summary>What came of a call that makes an op.</summary>
/// <param name="Op">The op as last seen; null when none was.</param>
/// <param name="Children">Ops it spawned, as last seen.</param>
/// <param name="Sentence">All of it in one sentence, with the next step when it is no success.</param>
public sealed record OpOutcome(OpVerdict Verdict, OpInfo? Op, ImmutableArray<OpInfo> Children, TimeSpan Took, string Sentence)
{
    public bool Succeeded => Verdict is OpVerdict.Done or OpVerdict.AlreadyAsWanted;

    /// <summary>A full resend with a drop: the copy held records that the leader does not have.</summary>
    public bool DroppedACopy => Children.Any(c => c.Type == OpType.ReAddReplicaWithDrop) || Op?.Type == OpType.ReAddReplicaWithDrop;
}
