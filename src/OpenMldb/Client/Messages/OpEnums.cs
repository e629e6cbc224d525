using System.Text.Json.Serialization;

namespace Nightshift.OpenMldb.Client;

/// <summary>Kinds of nameserver op. Source: <c>tablet.proto</c> OPType.</summary>
public enum OpType
{
    Unknown = -1,
    [JsonStringEnumMemberName("kMakeSnapshotOP")] MakeSnapshot = 1,
    [JsonStringEnumMemberName("kAddReplicaOP")] AddReplica = 2,
    [JsonStringEnumMemberName("kDelReplicaOP")] DelReplica = 3,
    [JsonStringEnumMemberName("kChangeLeaderOP")] ChangeLeader = 4,
    [JsonStringEnumMemberName("kOfflineReplicaOP")] OfflineReplica = 5,
    [JsonStringEnumMemberName("kReAddReplicaOP")] ReAddReplica = 6,
    [JsonStringEnumMemberName("kReAddReplicaNoSendOP")] ReAddReplicaNoSend = 7,
    [JsonStringEnumMemberName("kReAddReplicaWithDropOP")] ReAddReplicaWithDrop = 8,
    [JsonStringEnumMemberName("kReAddReplicaSimplifyOP")] ReAddReplicaSimplify = 9,
    [JsonStringEnumMemberName("kUpdateTableAliveOP")] UpdateTableAlive = 10,
    [JsonStringEnumMemberName("kMigrateOP")] Migrate = 11,
    [JsonStringEnumMemberName("kReLoadTableOP")] ReLoadTable = 12,
    [JsonStringEnumMemberName("kUpdatePartitionStatusOP")] UpdatePartitionStatus = 13,
    [JsonStringEnumMemberName("kRecoverTableOP")] RecoverTable = 14,
    [JsonStringEnumMemberName("kCreateTableRemoteOP")] CreateTableRemote = 15,
    [JsonStringEnumMemberName("kDropTableRemoteOP")] DropTableRemote = 16,
    [JsonStringEnumMemberName("kAddReplicaSimplyRemoteOP")] AddReplicaSimplyRemote = 17,
    [JsonStringEnumMemberName("kDelReplicaRemoteOP")] DelReplicaRemote = 18,
    [JsonStringEnumMemberName("kAddReplicaRemoteOP")] AddReplicaRemote = 19,
    [JsonStringEnumMemberName("kAddIndexOP")] AddIndex = 20,
    [JsonStringEnumMemberName("kDeployOP")] Deploy = 21,
}

/// <summary>State of an op or of one of its tasks. Only <see cref="Done"/> is success. Source: <c>tablet.proto</c> TaskStatus.</summary>
public enum OpStatus
{
    Unknown = -1,
    [JsonStringEnumMemberName("kInited")] Inited = 1,
    [JsonStringEnumMemberName("kDoing")] Doing = 2,
    [JsonStringEnumMemberName("kDone")] Done = 3,
    [JsonStringEnumMemberName("kFailed")] Failed = 4,
    [JsonStringEnumMemberName("kCanceled")] Canceled = 5,
}
