using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.Pegasus.Client;

/// <summary><c>node_info</c>: a replica server as the meta server sees it. <paramref name="Alive"/> follows beacons, so a restart shorter than the grace period never shows.</summary>
public sealed record NodeInfo(Server Server, bool Alive);

/// <summary><c>app_info</c>: one table.</summary>
/// <param name="Replicas"><c>max_replica_count</c>.</param>
/// <param name="Duplicating">Replication to another cluster is on.</param>
public sealed record AppInfo(
    int Id,
    string Name,
    string Type,
    AppStatus Status,
    int Partitions,
    int Replicas,
    IReadOnlyDictionary<string, string> Envs,
    bool Duplicating,
    bool BulkLoading);

/// <summary><c>partition_configuration</c>: who serves one partition, by the meta server's record.</summary>
/// <param name="Ballot">One more with every change of the configuration; below 0 while the partition is being split.</param>
/// <param name="Primary">Null: none, so the partition is neither readable nor writable.</param>
/// <param name="LastDrops">Who left most recently, oldest first; at most three.</param>
public sealed record PartitionConfig(
    Gpid Id,
    long Ballot,
    int MaxReplicas,
    Server? Primary,
    ImmutableArray<Server> Secondaries,
    ImmutableArray<Server> LastDrops,
    long LastCommittedDecree,
    int Flags)
{
    /// <summary>Primary and secondaries.</summary>
    public IEnumerable<Server> Members => Primary is null ? Secondaries : Secondaries.Prepend(Primary);

    public int MemberCount => Secondaries.Length + (Primary is null ? 0 : 1);
}

/// <summary>The answer of <c>query_cfg</c> about one table.</summary>
public sealed record AppPartitions(int AppId, int PartitionCount, ImmutableArray<PartitionConfig> Partitions);

/// <summary><c>configuration_proposal_action</c>.</summary>
/// <param name="Target">The server that carries it out, usually the primary.</param>
/// <param name="Node">The server that it is about.</param>
public sealed record Proposal(ProposalType Type, Server Target, Server Node)
{
    public override string ToString() => $"{Type} of {Node} by {Target}";
}

/// <summary>The answer of <c>RPC_CM_CLUSTER_INFO</c>.</summary>
/// <param name="Level">The effective level, which may be <see cref="MetaLevel.Freezed"/> while another is set.</param>
/// <param name="ClusterName">Null before 2.4.</param>
/// <param name="All">Every key as it came.</param>
public sealed record ClusterInfo(
    ImmutableArray<Endpoint> Metas, Endpoint Leader, string ZooKeeperRoot, MetaLevel Level, string? ClusterName, IReadOnlyDictionary<string, string> All);

/// <summary><c>replica_info</c>: one replica as its own server has it. Closed replicas are listed too, with their last status.</summary>
public sealed record ReplicaInfo(Gpid Id, long Ballot, ReplicaStatus Status, long LastCommittedDecree, long LastPreparedDecree, long LastDurableDecree, string DiskTag);

/// <summary>What a process tells of itself by the remote command <c>server-info</c>; a replica server answers only once all its replicas are loaded.</summary>
/// <param name="Started">Local time of the server's host, in whole seconds: compare for equality only.</param>
public sealed record ServerInfo(string Version, string Commit, string Started, Generation Generation);

/// <summary>How many replicas a server has open; live in every version.</summary>
public sealed record ReplicaCounts(long Serving, long Opening, long Closing);

/// <summary>How a configured meta server answered.</summary>
public enum MetaRole
{
    Leader,
    Standby,

    /// <summary>Elected, still reading its state.</summary>
    Loading,

    /// <summary>In recovery mode: people must act.</summary>
    Recovering,
    Unreachable,
}

/// <param name="Reason">Why it is unreachable; null else.</param>
public sealed record MetaStanding(Endpoint Address, MetaRole Role, string? Reason);
