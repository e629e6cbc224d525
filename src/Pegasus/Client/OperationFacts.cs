using System.Collections.Frozen;

namespace Nightshift.Pegasus.Client;

/// <summary>What is known of each RPC and remote command. One list, so that nothing is forgotten; what is not listed counts as a command.</summary>
internal static class OperationFacts
{
    private static readonly FrozenSet<string> Reads = new[]
    {
        "RPC_CM_LIST_NODES", "RPC_CM_CLUSTER_INFO", "RPC_CM_LIST_APPS", "RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX", "RPC_CM_DDD_DIAGNOSE",
        "RPC_QUERY_REPLICA_INFO", "RPC_QUERY_APP_INFO", "RPC_QUERY_DISK_INFO", "RPC_NEGOTIATION", "RPC_RRDB_RRDB_GET",
        "server-info", "server-stat", "help", "config-dump", "meta.lb.get_balance_operation_count",
        "perf-counters", "perf-counters-by-prefix", "perf-counters-by-substr", "perf-counters-by-postfix", "replica.query-progress", "replica.query-app-envs",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Without an argument these commands only tell the value; with one they set it.</summary>
    private static readonly FrozenSet<string> Settings = new[]
    {
        MetaSetting.AssignDelayMs, MetaSetting.AddSecondaryMax, MetaSetting.AddSecondaryFlowControl, MetaSetting.BlackList, MetaSetting.LivePercentage,
        MetaSetting.OnlyMovePrimary, "meta.lb.only_primary_balancer", "meta.lb.balancer_in_turn",
        "nfs.max_copy_rate_megabytes_per_disk", "nfs.max_send_rate_megabytes_per_disk",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Bulk = new[]
    {
        "RPC_CM_LIST_APPS", "RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX", "RPC_QUERY_REPLICA_INFO", "RPC_QUERY_APP_INFO", "RPC_QUERY_DISK_INFO", "RPC_CM_DDD_DIAGNOSE",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="name">Of the RPC.</param>
    /// <param name="sets">For an RPC that both asks and sets: whether it sets.</param>
    public static OperationEffect OfRpc(string name, bool sets = true) => name switch
    {
        "RPC_CM_CONTROL_META" => sets ? OperationEffect.Idempotent : OperationEffect.Read,
        _ => Reads.Contains(name) ? OperationEffect.Read : OperationEffect.Command,
    };

    public static OperationEffect OfCommand(string command, int arguments) =>
        Reads.Contains(command) ? OperationEffect.Read
        : !Settings.Contains(command) ? OperationEffect.Command
        : arguments == 0 ? OperationEffect.Read
        : OperationEffect.Idempotent;

    /// <summary>Time for one try.</summary>
    public static TimeSpan TimeLimitOf(string method, OperationEffect effect, PegasusClientOptions options) =>
        effect == OperationEffect.Read && !Bulk.Contains(method) ? options.ReadTimeout : options.CommandTimeout;
}
