using Nightshift.Onebox.Deployment;

namespace Nightshift.Onebox.Pegasus.Deployment;

/// <summary>What a <see cref="OneboxTiming"/> means in keys of <c>config.ini</c>, by section and key.</summary>
internal static class PegasusTiming
{
    /// <summary>The template that production clusters start from (<c>src/server/config.ini</c>, 2.5.0).</summary>
    private static readonly Dictionary<(string Section, string Key), string> Upstream = new()
    {
        [("replication", "fd_check_interval_seconds")] = "2",
        [("replication", "fd_beacon_interval_seconds")] = "3",
        [("replication", "fd_lease_seconds")] = "20",
        [("replication", "fd_grace_seconds")] = "22",
        [("replication", "config_sync_interval_ms")] = "30000",
        [("replication", "group_check_interval_ms")] = "100000",
        [("replication", "gc_memory_replica_interval_ms")] = "600000",
        [("replication", "replicas_stat_interval_ms")] = "30000",
        [("replication", "checkpoint_interval_seconds")] = "300",
        [("replication", "lb_interval_ms")] = "10000",
        [("meta_server", "replica_assign_delay_ms_for_dropouts")] = "600000",
        [("meta_server", "stable_rs_min_running_seconds")] = "600",
        [("zookeeper", "timeout_ms")] = "10000",
        [("pegasus.server", "perf_counter_update_interval_seconds")] = "10",
    };

    /// <summary>
    /// The same relations in a fraction of the time: a leader's death is seen (session, 1.5 s) and the servers have switched before a lease ends (4 to 5 s),
    /// a quick restart stays unseen (grace, 6 s), the metas' rounds are shorter than that.
    /// </summary>
    private static readonly Dictionary<(string Section, string Key), string> Short = new()
    {
        [("replication", "fd_check_interval_seconds")] = "1",
        [("replication", "fd_beacon_interval_seconds")] = "1",
        [("replication", "fd_lease_seconds")] = "5",
        [("replication", "fd_grace_seconds")] = "6",
        [("replication", "config_sync_interval_ms")] = "3000",
        [("replication", "group_check_interval_ms")] = "5000",
        [("replication", "gc_memory_replica_interval_ms")] = "20000",
        [("replication", "replicas_stat_interval_ms")] = "3000",
        [("replication", "checkpoint_interval_seconds")] = "60",
        [("replication", "lb_interval_ms")] = "2000",
        [("meta_server", "replica_assign_delay_ms_for_dropouts")] = "60000",
        [("meta_server", "stable_rs_min_running_seconds")] = "60",
        [("zookeeper", "timeout_ms")] = "1500",
        [("pegasus.server", "perf_counter_update_interval_seconds")] = "2",
        [("onebox", "beacon_switch_pause_ms")] = "300",
    };

    public static IReadOnlyDictionary<(string Section, string Key), string> Of(OneboxTiming timing) => timing switch
    {
        OneboxTiming.Short => Short,
        OneboxTiming.Upstream => Upstream,
        _ => throw new ArgumentOutOfRangeException(nameof(timing), timing, "unknown timing"),
    };

    /// <summary>ZooKeeper's tick, at which it looks for sessions that are over.</summary>
    public static TimeSpan ZooKeeperTick(OneboxTiming timing) => timing == OneboxTiming.Short ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(2);
}
