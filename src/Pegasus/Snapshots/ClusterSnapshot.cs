using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>What one look at a cluster saw. Parts that could not be read say why; nothing is assumed.</summary>
/// <param name="Leader">The meta server that gave all of it; the look is taken again when the leader changes meanwhile.</param>
public sealed record ClusterSnapshot(
    Endpoint Leader,
    ClusterInfo Info,
    ImmutableArray<MetaStanding> Metas,
    ImmutableArray<NodeState> Nodes,
    ImmutableArray<TableState> Tables,
    MetaSettings Settings);

/// <summary>A replica server.</summary>
/// <param name="Process">What the process tells of itself; unknown while it loads.</param>
public sealed record NodeState(Server Server, bool Alive, Reading<ServerInfo> Process);

/// <summary>A table with its partitions by index; none while it is being created, dropped or recalled.</summary>
/// <param name="MinReplicasToWrite"><c>mutation_2pc_min_replica_count</c> as it really means it for this table: 0 in the configuration stands for 1 with up to two replicas, else for more than half.</param>
public sealed record TableState(AppInfo App, ImmutableArray<PartitionConfig> Partitions, Reading<int> MinReplicasToWrite)
{
    /// <summary>The same key as the leader has it, by which the meta server judges partitions; what counts for writes is the replica servers' value.</summary>
    public Reading<int> MinReplicasByMeta { get; init; }
}

/// <summary>Live values of the leader; memory only, lost when the leader changes.</summary>
/// <param name="Level">As it is set; <see cref="ClusterInfo.Level"/> is the effective one.</param>
/// <param name="LivePercentage">Per cent of nodes below which the meta server freezes.</param>
/// <param name="MinLiveNodes">Number of nodes below which it freezes.</param>
/// <param name="StableAfterSeconds">Uptime from which a node counts as stable.</param>
/// <param name="MaxUnstableRestarts">Unstable restarts before beacons are ignored.</param>
public sealed record MetaSettings(
    Reading<MetaLevel> Level,
    Reading<long> AssignDelayMs,
    Reading<int> AddSecondaryMax,
    Reading<bool> FlowControl,
    Reading<int> LivePercentage,
    Reading<int> MinLiveNodes,
    Reading<int> StableAfterSeconds,
    Reading<int> MaxUnstableRestarts,
    Reading<int> LeaseSeconds,
    Reading<int> GraceSeconds,
    Reading<int> SessionTimeoutMs)
{
    /// <summary>What a leader begins with.</summary>
    public StartSettings Started { get; init; } = StartSettings.Unread;
}

/// <summary>The leader's configuration, which the live values go back to with every change of leader.</summary>
public sealed record StartSettings(
    Reading<MetaLevel> Level, Reading<long> AssignDelayMs, Reading<int> AddSecondaryMax, Reading<bool> FlowControl, Reading<int> LivePercentage)
{
    public static readonly StartSettings Unread = new(default, default, default, default, default);
}
