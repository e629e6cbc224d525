using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.Pegasus.Client;

/// <summary>
/// The leader of the meta servers. Reads are tried again on a new leader; what changes something is sent once, and its outcome is unknown when no answer comes.
/// </summary>
public interface IMeta
{
    /// <summary>Who leads now, asked and not remembered.</summary>
    Task<Endpoint> Leader(CancellationToken cancellationToken);

    Task<ClusterInfo> ClusterInfo(CancellationToken cancellationToken);

    /// <summary>Replica servers. An empty answer is an error: the meta server that gives one does not see the cluster.</summary>
    Task<ImmutableArray<NodeInfo>> ListNodes(CancellationToken cancellationToken);

    /// <summary>Tables in every status but those that were dropped.</summary>
    Task<ImmutableArray<AppInfo>> ListApps(CancellationToken cancellationToken);

    Task<AppPartitions> QueryConfig(string app, CancellationToken cancellationToken);

    /// <summary>Only the named partitions; cheap enough to watch with.</summary>
    Task<AppPartitions> QueryConfig(string app, IReadOnlyList<int> partitions, CancellationToken cancellationToken);

    /// <summary>Partitions of one table that lost all their members and that the meta server does not take back by itself.</summary>
    Task<ImmutableArray<LostPartition>> Diagnose(int appId, CancellationToken cancellationToken);

    /// <summary>The level that is set, which may differ from the effective one.</summary>
    Task<MetaLevel> Level(CancellationToken cancellationToken);

    /// <summary>
    /// Sets the level and returns the one before, as far as is known: when an answer was lost and it was sent again, that is the level just set. Steady and below throw
    /// every queued proposal away. Safe to repeat.
    /// </summary>
    Task<MetaLevel> SetLevel(MetaLevel level, CancellationToken cancellationToken);

    /// <summary>
    /// Queues proposals for one partition until the leader's next round, or with <paramref name="force"/> sends them to their targets at once and unvalidated. That it
    /// returns means neither that they were carried out nor that they will be: watch the partition.
    /// </summary>
    /// <exception cref="RefusedByClusterException">Among others ERR_INVALID_PARAMETERS: something is pending on the partition already.</exception>
    Task Propose(Gpid partition, IReadOnlyList<Proposal> proposals, bool force, CancellationToken cancellationToken);

    /// <summary>A balance request: <c>move_pri</c>, <c>copy_pri</c> or <c>copy_sec</c> as a list of proposals, queued.</summary>
    Task Balance(Gpid partition, BalanceType type, IReadOnlyList<Proposal> proposals, CancellationToken cancellationToken);

    /// <summary>The live value of a setting of the leader: <c>meta.lb.assign_delay_ms</c> → <c>600000</c>.</summary>
    /// <exception cref="RefusedByClusterException">The leader does not know the setting.</exception>
    Task<string> Setting(string name, CancellationToken cancellationToken);

    /// <summary>Sets it and sees from the leader's answer that it was taken. Safe to repeat.</summary>
    Task SetSetting(string name, string value, CancellationToken cancellationToken);

    /// <summary>Creates a table and returns once the meta server has accepted it; its partitions become healthy later.</summary>
    Task<int> CreateTable(string name, int partitions, int replicas, CancellationToken cancellationToken);
}

/// <summary>The names of the leader's settings, as remote commands.</summary>
public static class MetaSetting
{
    public const string AssignDelayMs = "meta.lb.assign_delay_ms";
    public const string AddSecondaryMax = "meta.lb.add_secondary_max_count_for_one_node";
    public const string AddSecondaryFlowControl = "meta.lb.add_secondary_enable_flow_control";
    public const string BlackList = "meta.lb.assign_secondary_black_list";
    public const string LivePercentage = "meta.live_percentage";
    public const string OnlyMovePrimary = "meta.lb.only_move_primary";
}
