using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// What a meta server takes from its <c>config.ini</c>, with upstream's code defaults. Times that upstream counts in seconds may be given
/// in milliseconds as well: <c>[onebox] fd_grace_ms</c> goes before <c>[replication] fd_grace_seconds</c>.
/// </summary>
internal sealed class MetaOptions(IPegasusConfiguration configuration, WireGeneration generation)
{
    private const string MetaSection = "meta_server";
    private const string ReplicationSection = "replication";
    private const string ZooKeeperSection = "zookeeper";
    private const string OneboxSection = "onebox";
    private readonly bool _master = generation == WireGeneration.HostPort;

    public IPegasusConfiguration Configuration { get; } = configuration;

    public string ClusterName => Configuration.Text(ReplicationSection, "cluster_name", "onebox");

    /// <summary>All meta servers, <c>host:port,host:port</c>.</summary>
    public string ServerList => Configuration.Text(MetaSection, "server_list", string.Empty);

    /// <summary>Without a slash at its end.</summary>
    public string ClusterRoot => "/" + Configuration.Text(MetaSection, "cluster_root", "/").Trim('/');

    public string LockRoot
        => "/" + Configuration.Text(MetaSection, "distributed_lock_service_parameters", ClusterRoot + "/lock").Trim().Trim('/');

    public string ZooKeeperHosts => Configuration.Text(ZooKeeperSection, "hosts_list", string.Empty);

    public TimeSpan ZooKeeperTimeout => Milliseconds(ZooKeeperSection, "timeout_ms", 30000);

    public MetaLevel LevelOnStart => Configuration.Text(MetaSection, "meta_function_level_on_start", "steady") switch
    {
        "stopped" => MetaLevel.Stopped,
        "blind" => MetaLevel.Blind,
        "freezed" => MetaLevel.Freezed,
        "lively" => MetaLevel.Lively,
        _ => MetaLevel.Steady,
    };

    public TimeSpan FdCheckInterval => Seconds("fd_check_interval", 2);

    public TimeSpan FdGrace => Seconds("fd_grace", _master ? 22 : 10);

    public TimeSpan LbInterval => Milliseconds(ReplicationSection, "lb_interval_ms", 10000);

    public int AssignDelayMs => Configuration.Int(MetaSection, "replica_assign_delay_ms_for_dropouts", _master ? 600000 : 300000);

    public int LivePercentage => Configuration.Int(MetaSection, "node_live_percentage_threshold_for_update", 65);

    public int MinLiveNodeCount => Configuration.Int(MetaSection, "min_live_node_count_for_unfreeze", 3);

    public bool FlowControl => Configuration.Bool(MetaSection, "add_secondary_enable_flow_control", false);

    public int AddSecondaryMaxCount => Configuration.Int(MetaSection, "add_secondary_max_count_for_one_node", 10);

    public TimeSpan StableAfter => Seconds("stable_rs_min_running", 600, MetaSection);

    /// <summary>The key is spelt like that.</summary>
    public int MaxUnstableRestarts => Configuration.Int(MetaSection, "max_succssive_unstable_restart", 5);

    public int MaxAllowedReplicaCount => Configuration.Int(MetaSection, "max_allowed_replica_count", 5);

    public int MinAllowedReplicaCount => Configuration.Int(MetaSection, "min_allowed_replica_count", 1);

    public int MaxReservedDroppedReplicas => Configuration.Int(MetaSection, "max_reserved_dropped_replicas", 1);

    public int HoldSecondsForDroppedApp => Configuration.Int(MetaSection, "hold_seconds_for_dropped_app", 604800);

    public int MinReplicasForWrite => Configuration.Int(ReplicationSection, "mutation_2pc_min_replica_count", 2);

    /// <summary>How long the leader waits before it tries a refused or held write again.</summary>
    public TimeSpan RetryAfter => Milliseconds(OneboxSection, "meta_retry_ms", 1000);

    private TimeSpan Seconds(string key, int standard, string section = ReplicationSection)
        => TimeSpan.FromMilliseconds(Configuration.Int(OneboxSection, key + "_ms", 1000 * Configuration.Int(section, key + "_seconds", standard)));

    private TimeSpan Milliseconds(string section, string key, int standard) => TimeSpan.FromMilliseconds(Configuration.Int(section, key, standard));
}
