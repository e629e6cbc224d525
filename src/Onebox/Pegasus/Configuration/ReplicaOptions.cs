namespace Nightshift.Onebox.Pegasus.Configuration;

/// <summary>
/// The keys of <c>config.ini</c> that mean something to a replica server, with the code defaults of 2.5 (<c>src/replica/*.cpp</c>), and the knobs of
/// section <c>[onebox]</c>, which are ours. Values are read each time, so that <c>/updateConfig</c> and remote commands take effect.
/// </summary>
internal sealed class ReplicaOptions(IniFile ini)
{
    private const string Replication = "replication";
    private const string Onebox = "onebox";

    public IniFile Ini => ini;

    /// <summary>The metas as written, <c>ip:port,ip:port</c>.</summary>
    public IReadOnlyList<string> MetaServers =>
        [.. ini.Require("meta_server", "server_list").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public int Port => (int)ini.Number("apps.replica", "ports", 34801);
    public string ClusterName => ini.Find(Replication, "cluster_name") ?? "onebox";

    /// <summary>Below the current directory unless absolute.</summary>
    public string DataDirectory => ini.Find("core", "data_dir") ?? "./data";

    public TimeSpan FailureCheckInterval => Seconds("fd_check_interval_seconds", 2);
    public TimeSpan BeaconInterval => Seconds("fd_beacon_interval_seconds", 3);
    public TimeSpan Lease => Seconds("fd_lease_seconds", 9);
    public TimeSpan Grace => Seconds("fd_grace_seconds", 10);

    /// <summary>Waits grace + 3 s after a start before anything is said to the metas.</summary>
    public bool DelayForFailureDetector => ini.Flag(Replication, "delay_for_fd_timeout_on_start", false);

    public TimeSpan ConfigSyncInterval => Milliseconds(Replication, "config_sync_interval_ms", 30000);
    public TimeSpan GroupCheckInterval => Milliseconds(Replication, "group_check_interval_ms", 10000);
    public TimeSpan GcMemoryReplicaInterval => Milliseconds(Replication, "gc_memory_replica_interval_ms", 600000);
    public TimeSpan ReplicasStatInterval => Milliseconds(Replication, "replicas_stat_interval_ms", 30000);
    public TimeSpan CheckpointInterval => Seconds("checkpoint_interval_seconds", 100);
    public TimeSpan PrepareTimeoutForSecondaries => Milliseconds(Replication, "prepare_timeout_ms_for_secondaries", 3000);
    public TimeSpan PrepareTimeoutForLearners => Milliseconds(Replication, "prepare_timeout_ms_for_potential_secondaries", 5000);
    public int StalenessForCommit => (int)ini.Number(Replication, "staleness_for_commit", 20);
    public int MaxMutationsInPrepareList => (int)ini.Number(Replication, "max_mutation_count_in_prepare_list", 110);
    public int LearnAppMaxConcurrentCount => (int)ini.Number(Replication, "learn_app_max_concurrent_count", 5);
    public long LogReserveMaxBytes => (long)ini.Number(Replication, "log_private_reserve_max_size_mb", 0) << 20;
    public TimeSpan LogReserveMaxTime => Seconds("log_private_reserve_max_time_seconds", 0);
    public TimeSpan CounterInterval => TimeSpan.FromSeconds(ini.Number("pegasus.server", "perf_counter_update_interval_seconds", 10));

    /// <summary>Replicas needed to accept a write (<c>app_mutation_2pc_min_replica_count</c>); 0 means a majority of the table's, for more than two.</summary>
    public int MinReplicasForWrite(int maxReplicas) => (int)ini.Number(Replication, "mutation_2pc_min_replica_count", 2) is > 0 and var count
        ? count
        : maxReplicas <= 2 ? 1 : (maxReplicas / 2) + 1;

    /// <summary>Wait after a beacon that failed, before the next meta is tried: a fixed second upstream.</summary>
    public TimeSpan SwitchPause => Milliseconds(Onebox, "beacon_switch_pause_ms", 1000);

    /// <summary><c>2.5</c> or <c>master</c>; not given: as the release says.</summary>
    public string? Generation => ini.Find(Onebox, "generation") is { Length: > 0 } text ? text : null;

    /// <summary>Loading time of a process with nothing to replay.</summary>
    public TimeSpan LoadBase => Milliseconds(Onebox, "load_base_ms", 150);

    /// <summary>Loading time for each MB written since the last flush.</summary>
    public TimeSpan LoadPerMegabyte => Milliseconds(Onebox, "load_ms_per_mb", 20);

    /// <summary>How much data each write stands for: makes replay, flush and learning take as long as with real tables.</summary>
    public long BytesPerWrite => (long)(ini.Number(Onebox, "kb_per_write", 4) * 1024);

    /// <summary>Data that each partition stands for on top of what was written, copied by a checkpoint learn.</summary>
    public long BytesPerPartition => (long)(ini.Number(Onebox, "mb_per_partition", 4) * 1024 * 1024);

    /// <summary>Speed of learning by logs and checkpoints, in MB/s, shared by all that a server learns.</summary>
    public double LearnMegabytesPerSecond => ini.Number(Onebox, "learn_mb_per_second", 200);

    /// <summary>Speed of flushes, in MB/s.</summary>
    public double FlushMegabytesPerSecond => ini.Number(Onebox, "flush_mb_per_second", 400);

    /// <summary>How long closing takes besides the flush.</summary>
    public TimeSpan CloseTime => Milliseconds(Onebox, "close_ms", 50);

    /// <summary>In how many of a hundred looks a secondary is found checkpointing, and ignores an upgrade.</summary>
    public int CheckpointingPercentage => (int)ini.Number(Onebox, "checkpoint_running_percentage", 0);

    /// <summary>Added to every write before it is prepared.</summary>
    public TimeSpan PutLatency => Milliseconds(Onebox, "put_latency_ms", 0);

    /// <summary>
    /// A write that was under way when its primary was moved is refused by ERR_INVALID_STATE. Off, as upstream: it is never answered, and its client waits out its
    /// own time-out.
    /// </summary>
    public bool RefuseDroppedWrites => ini.Flag(Onebox, "refuse_dropped_writes", false);

    /// <summary>The process ends with 134 as soon as it has begun to load.</summary>
    public bool CrashOnStart => ini.Flag(Onebox, "crash_on_start", false);

    /// <summary>Added to the loading time.</summary>
    public TimeSpan SlowLoad => Milliseconds(Onebox, "slow_load_ms", 0);

    /// <summary>The process listens and never comes to serve.</summary>
    public bool HangOnStart => ini.Flag(Onebox, "hang_on_start", false);

    /// <summary>A write with a wrong partition hash aborts the process, as upstream's CHECK does; else it is refused with ERR_INVALID_PARAMETERS.</summary>
    public bool AbortOnWrongHash => ini.Flag(Onebox, "abort_on_wrong_hash", true);

    private TimeSpan Seconds(string key, double otherwise) => TimeSpan.FromSeconds(ini.Number(Replication, key, otherwise));

    private TimeSpan Milliseconds(string section, string key, double otherwise) => TimeSpan.FromMilliseconds(ini.Number(section, key, otherwise));
}
