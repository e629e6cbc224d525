namespace Nightshift.OpenMldb.Client;

/// <summary>One line of ShowOPStatus. Source: <c>name_server.proto</c> OPStatus.</summary>
/// <param name="Id">Never re-used, ascending.</param>
/// <param name="TypeName">As the server wrote it (<c>kChangeLeaderOP</c>), also for types this client does not know.</param>
/// <param name="Task">The current task (<c>kSendSnapshot</c>), null when there is none.</param>
/// <param name="Started">Null until it has begun (seconds precision).</param>
/// <param name="Ended">Null until it has ended (seconds precision).</param>
/// <param name="ForReplicaCluster">Made for a remote replica cluster.</param>
public sealed record OpInfo(
    ulong Id, OpType Type, string TypeName, OpStatus Status, string? Task, PartitionId Partition, DateTimeOffset? Started, DateTimeOffset? Ended, bool ForReplicaCluster)
{
    /// <summary>kInited, kDoing, or a state this client does not know: not known to be over.</summary>
    public bool IsUnfinished => Status is not (OpStatus.Done or OpStatus.Failed or OpStatus.Canceled);

    public override string ToString() => $"op {Id} {TypeName} of {Partition}: {Status}{(Task is null ? "" : $" at {Task}")}";
}

/// <summary>What to list. <see cref="OpId"/> is ignored by servers before 0.8.2; answers are filtered here again.</summary>
public sealed record OpFilter(PartitionId? Partition = null, ulong? OpId = null)
{
    public static OpFilter All { get; } = new();
}
