using System.Globalization;
using System.Text;

namespace Nightshift.Onebox.Deployment;

/// <summary>The contents of the configuration files, with the settings that OpenMLDB's templates set and the box's own time-outs.</summary>
internal static class ConfigurationFiles
{
    public static string ZooKeeper(OneboxComponent node, TimingProfile timing) =>
        $"""
        tickTime={TimingProfile.Milliseconds(timing.Tick)}
        dataDir=./data
        clientPort={node.Port()}
        clientPortAddress=127.0.0.1
        maxSessionTimeout=60000

        """;

    public static string Nameserver(OneboxDescription box, OneboxComponent node, TimingProfile timing)
    {
        var tablets = box.Components.Count(c => c.Component == OneboxComponent.Tablet);
        return Flags("nameserver.conf", box, node,
        [
            new("auto_failover", box.AutoFailover ? "true" : "false"),
            new("zk_session_timeout", TimingProfile.Milliseconds(timing.ZooKeeperSession)),
            new("zk_keep_alive_check_interval", TimingProfile.Milliseconds(timing.KeepAliveCheck)),
            new("tablet_heartbeat_timeout", TimingProfile.Milliseconds(timing.TabletHeartbeat)),
            new("tablet_offline_check_interval", TimingProfile.Milliseconds(timing.TabletOfflineCheck)),
            new("name_server_task_wait_time", TimingProfile.Milliseconds(timing.TaskWait)),
            new("get_task_status_interval", TimingProfile.Milliseconds(timing.TaskStatusPoll)),
            new("get_table_status_interval", TimingProfile.Milliseconds(timing.TableStatusPoll)),
            new("onebox_lock_retry_ms", TimingProfile.Milliseconds(timing.LockRetry)),
            new("onebox_health_check_interval_ms", TimingProfile.Milliseconds(timing.HealthCheck)),
            new("system_table_replica_num", Math.Min(2, tablets).ToString(CultureInfo.InvariantCulture)),
            new("enable_distsql", "true"),
            .. box.Flags,
        ]);
    }

    public static string Tablet(OneboxDescription box, OneboxComponent node, TimingProfile timing) => Flags("tablet.conf", box, node,
    [
        new("zk_session_timeout", TimingProfile.Milliseconds(timing.ZooKeeperSession)),
        new("zk_keep_alive_check_interval", TimingProfile.Milliseconds(timing.KeepAliveCheck)),
        new("thread_pool_size", "24"),
        new("binlog_coffee_time", TimingProfile.Milliseconds(timing.BinlogCoffee)),
        new("onebox_health_check_interval_ms", TimingProfile.Milliseconds(timing.HealthCheck)),
        new("binlog_match_logoffset_interval", TimingProfile.Milliseconds(timing.BinlogCoffee)),
        new("binlog_notify_on_put", "true"),
        new("binlog_single_file_max_size", "1024"),
        new("binlog_sync_to_disk_interval", "5000"),
        new("db_root_path", "./db"),
        new("recycle_bin_root_path", "./recycle"),
        new("make_snapshot_time", timing.SnapshotHour.ToString(CultureInfo.InvariantCulture)),
        new("gc_interval", "120"),
        new("stream_bandwidth_limit", "20971520"),
        new("enable_distsql", "true"),
        .. box.Flags,
    ]);

    public static string ApiServer(OneboxDescription box, OneboxComponent node) => Flags("apiserver.conf", box, node, []);

    /// <summary>A Java properties file; the session time-out is in milliseconds.</summary>
    public static string TaskManager(OneboxDescription box, OneboxComponent node, TimingProfile timing) =>
        $"""
        # Server Config
        server.host=127.0.0.1
        server.port={node.Port()}
        job.log.path=./logs/

        # OpenMLDB Config
        zookeeper.cluster={box.ZooKeeper}
        zookeeper.root_path={box.RootPath}
        zookeeper.session_timeout={TimingProfile.Milliseconds(timing.ZooKeeperSession)}

        # Spark Config
        spark.home=
        spark.master=local[*]

        """;

    private static string Flags(string title, OneboxDescription box, OneboxComponent node, IEnumerable<KeyValuePair<string, string>> flags)
    {
        var text = new StringBuilder($"# {title}\n");
        KeyValuePair<string, string>[] common =
        [
            new("endpoint", node.Endpoint),
            new("role", node.Component),
            new("zk_cluster", box.ZooKeeper),
            new("zk_root_path", box.RootPath),
            new("openmldb_log_dir", "./logs"),
            new("log_level", "info"),
        ];
        var values = new OrderedDictionary<string, string>();
        foreach (var (name, value) in common.Concat(flags)) values[name] = value;
        foreach (var (name, value) in values) text.Append(CultureInfo.InvariantCulture, $"--{name}={value}\n");
        return text.ToString();
    }
}
