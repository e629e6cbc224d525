namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary>Names of RPCs, the same from 2.0 to master.</summary>
internal static class RpcNames
{
    public const string ListNodes = "RPC_CM_LIST_NODES";
    public const string ClusterInfo = "RPC_CM_CLUSTER_INFO";
    public const string ListApps = "RPC_CM_LIST_APPS";
    public const string QueryConfiguration = "RPC_CM_QUERY_PARTITION_CONFIG_BY_INDEX";
    public const string ControlMeta = "RPC_CM_CONTROL_META";
    public const string ProposeBalancer = "RPC_CM_PROPOSE_BALANCER";
    public const string DddDiagnose = "RPC_CM_DDD_DIAGNOSE";
    public const string CreateApp = "RPC_CM_CREATE_APP";
    public const string DropApp = "RPC_CM_DROP_APP";
    public const string RecallApp = "RPC_CM_RECALL_APP";
    public const string StartRecovery = "RPC_CM_START_RECOVERY";
    public const string UpdateAppEnv = "RPC_CM_UPDATE_APP_ENV";
    public const string GetMaxReplicaCount = "RPC_CM_GET_MAX_REPLICA_COUNT";
    public const string SetMaxReplicaCount = "RPC_CM_SET_MAX_REPLICA_COUNT";
    public const string ConfigSync = "RPC_CM_CONFIG_SYNC";
    public const string UpdatePartitionConfiguration = "RPC_CM_UPDATE_PARTITION_CONFIGURATION";
    public const string ConfigProposal = "RPC_CONFIG_PROPOSAL";
    public const string Beacon = "RPC_FD_FAILURE_DETECTOR_PING";
    public const string Command = "RPC_CLI_CLI_CALL";
    public const string Negotiation = "RPC_NEGOTIATION";
    public const string QueryReplicaInfo = "RPC_QUERY_REPLICA_INFO";
    public const string QueryAppInfo = "RPC_QUERY_APP_INFO";
    public const string QueryDiskInfo = "RPC_QUERY_DISK_INFO";
}
