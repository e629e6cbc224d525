using System.Globalization;

namespace Nightshift.Onebox.OpenMldb.Configuration;

/// <summary>Upstream's flags (<c>src/flags.cc</c>) that mean something here, with upstream's binary defaults, and <c>onebox_*</c> of ours.</summary>
internal sealed class NodeFlags(IReadOnlyDictionary<string, string> given)
{
    private static readonly HashSet<string> Ours = new(StringComparer.Ordinal);

    public string Role => Text("role", string.Empty);
    public string Endpoint => Text("endpoint", string.Empty);
    public int Port => Number("port", 0);
    public bool UseName => Switch("use_name", false);
    public string DataDir => Text("data_dir", "./data");
    public string ZkCluster => Text("zk_cluster", string.Empty);
    public string ZkRootPath => Text("zk_root_path", "/openmldb");
    public TimeSpan ZkSessionTimeout => Milliseconds("zk_session_timeout", 2000);
    public TimeSpan ZkKeepAliveCheckInterval => Milliseconds("zk_keep_alive_check_interval", 15000);
    public string ZkAuthSchema => Text("zk_auth_schema", "digest");
    public string ZkCert => Text("zk_cert", string.Empty);
    public string LogDir => Text("openmldb_log_dir", "./logs");
    public bool EnableStatusService => Switch("enable_status_service", false);
    public bool SkipGrantTables => Switch("skip_grant_tables", true);

    public bool AutoFailover => Switch("auto_failover", false);
    public TimeSpan TabletHeartbeatTimeout => Milliseconds("tablet_heartbeat_timeout", 300000);
    public TimeSpan TabletOfflineCheckInterval => Milliseconds("tablet_offline_check_interval", 1000);
    public TimeSpan GetTaskStatusInterval => Milliseconds("get_task_status_interval", 2000);
    public TimeSpan GetTableStatusInterval => Milliseconds("get_table_status_interval", 2000);
    public uint SystemTableReplicaNum => (uint)Number("system_table_replica_num", 1);
    public uint TaskConcurrency => (uint)Number("name_server_task_concurrency", 2);
    public uint TaskMaxConcurrency => (uint)Number("name_server_task_max_concurrency", 8);
    public uint TaskRemoteConcurrency => (uint)Number("name_server_task_concurrency_for_replica_cluster", 2);
    public ulong CheckBinlogSyncProgressDelta => (ulong)Number("check_binlog_sync_progress_delta", 100000);
    public int MaxOpNum => Number("max_op_num", 10000);
    public uint ReplicaNum => (uint)Number("replica_num", 3);
    public uint PartitionNum => (uint)Number("partition_num", 8);

    public string DbRootPath => Text("db_root_path", "/tmp/");
    public string RecycleBinRootPath => Text("recycle_bin_root_path", "/tmp/recycle");
    public bool RecycleBinEnabled => Switch("recycle_bin_enabled", true);
    public int TaskPoolSize => Number("task_pool_size", 3);
    public long StreamBandwidthLimit => Number("stream_bandwidth_limit", 10 * 1204 * 1024);
    public TimeSpan StreamCloseWaitTime => Milliseconds("stream_close_wait_time_ms", 1000);
    public TimeSpan RetrySendFileWaitTime => Milliseconds("retry_send_file_wait_time_ms", 3000);
    public int SendFileMaxTry => Number("send_file_max_try", 3);
    public ulong MakeSnapshotThresholdOffset => (ulong)Number("make_snapshot_threshold_offset", 100000);
    public int MakeSnapshotTime => Number("make_snapshot_time", 23);
    public TimeSpan MakeSnapshotCheckInterval => Milliseconds("make_snapshot_check_interval", 600000);
    public bool BinlogNotifyOnPut => Switch("binlog_notify_on_put", false);
    public TimeSpan BinlogSyncWaitTime => Milliseconds("binlog_sync_wait_time", 100);
    public TimeSpan BinlogCoffeeTime => Milliseconds("binlog_coffee_time", 1000);
    public TimeSpan BinlogMatchInterval => Milliseconds("binlog_match_logoffset_interval", 1000);
    public TimeSpan BinlogDeleteInterval => Milliseconds("binlog_delete_interval", 60000);
    public int BinlogSyncBatchSize => Number("binlog_sync_batch_size", 32);
    public long BinlogSingleFileMaxBytes => Number("binlog_single_file_max_size", 4096) * 1024L * 1024L;
    public ulong MaxMemoryMb => (ulong)Number("max_memory_mb", 0);
    public TimeSpan RequestTimeout => Milliseconds("request_timeout_ms", 20000);

    /// <summary>How long a record waits on the leader before it is sent on.</summary>
    public TimeSpan ReplicationDelay => Milliseconds("onebox_replication_delay_ms", 5);

    /// <summary>Loading time for every thousand records, on top of what reading them takes.</summary>
    public TimeSpan LoadTimePerThousand => Milliseconds("onebox_load_ms_per_1000", 1);

    /// <summary>Pause between tries to queue for the nameserver lock; upstream: a fixed second.</summary>
    public TimeSpan LockRetry => Milliseconds("onebox_lock_retry_ms", 1000);

    /// <summary>How often a peer whose connection broke is tried again; brpc's <c>health_check_interval</c>, which is in seconds.</summary>
    public TimeSpan HealthCheckInterval => Milliseconds("onebox_health_check_interval_ms", 3000);

    /// <summary>Flags that were given and mean nothing here.</summary>
    public IReadOnlyList<string> Unknown()
    {
        foreach (var property in typeof(NodeFlags).GetProperties())
        {
            property.GetValue(this);
        }

        lock (Ours)
        {
            return [.. given.Keys.Where(name => !Ours.Contains(name))];
        }
    }

    private string Text(string name, string otherwise)
    {
        lock (Ours)
        {
            Ours.Add(name);
        }

        return given.TryGetValue(name, out var value) ? value : otherwise;
    }

    private bool Switch(string name, bool otherwise)
        => Text(name, otherwise ? "true" : "false") is "true" or "True" or "1" or "t" or "yes" or "y";

    private int Number(string name, int otherwise)
    {
        var text = Text(name, otherwise.ToString(CultureInfo.InvariantCulture));
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"flag --{name}: '{text}' is no number");
    }

    private TimeSpan Milliseconds(string name, int otherwise) => TimeSpan.FromMilliseconds(Number(name, otherwise));
}
