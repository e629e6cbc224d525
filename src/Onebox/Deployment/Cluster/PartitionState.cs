namespace Nightshift.Onebox.Deployment.Cluster;

/// <summary>One copy of a partition: what the nameserver notes and what its tablet says.</summary>
/// <param name="Mode">The tablet's, <c>kTableLeader</c>; null when the table is not loaded there.</param>
/// <param name="State">The tablet's, <c>kTableNormal</c>; null when the table is not loaded there.</param>
internal sealed record Replica(string Endpoint, bool IsLeader, bool IsAlive, string? Mode, string? State, ulong Offset)
{
    public const string LeaderMode = "kTableLeader";
    public const string FollowerMode = "kTableFollower";

    public bool IsServing => State is "kTableNormal" or "kMakingSnapshot" or "kSnapshotPaused";
}

/// <summary>One partition of a table.</summary>
/// <param name="Term">The newest term noted, 0 when none is.</param>
/// <param name="Attached">Endpoints that the leader replicates to.</param>
internal sealed record PartitionState(
    string Database, string Table, long Tid, int Pid, string StorageMode, ulong Term, IReadOnlyList<Replica> Replicas, IReadOnlySet<string> Attached)
{
    public Replica? Leader => Replicas.FirstOrDefault(r => r.IsLeader && r.IsAlive);

    /// <summary>What is wrong, in the first place; null when every copy serves in its role and follows the leader.</summary>
    public string? Fault()
    {
        if (Leader is not { } leader) return "no leader";
        foreach (var replica in Replicas)
        {
            var isLeader = replica == leader;
            if (!replica.IsAlive) return $"{replica.Endpoint} is not alive";
            if (!replica.IsServing) return $"{replica.Endpoint} is {replica.State ?? "not loaded"}";
            if (replica.Mode != (isLeader ? Replica.LeaderMode : Replica.FollowerMode)) return $"{replica.Endpoint} is {replica.Mode}";
            if (!isLeader && !Attached.Contains(replica.Endpoint)) return $"{replica.Endpoint} is not connected to the leader";
        }

        return null;
    }

    public override string ToString() => $"{Database}.{Table}/{Pid}";
}
