namespace Nightshift.Onebox.OpenMldb.Messages;

/// <summary><c>openmldb.api.OPType</c>.</summary>
internal enum OpType
{
    MakeSnapshotOP = 1,
    AddReplicaOP = 2,
    DelReplicaOP = 3,
    ChangeLeaderOP = 4,
    OfflineReplicaOP = 5,
    ReAddReplicaOP = 6,
    ReAddReplicaNoSendOP = 7,
    ReAddReplicaWithDropOP = 8,
    ReAddReplicaSimplifyOP = 9,
    UpdateTableAliveOP = 10,
    MigrateOP = 11,
    ReLoadTableOP = 12,
    UpdatePartitionStatusOP = 13,
    RecoverTableOP = 14,
    CreateTableRemoteOP = 15,
    DropTableRemoteOP = 16,
    AddReplicaSimplyRemoteOP = 17,
    DelReplicaRemoteOP = 18,
    AddReplicaRemoteOP = 19,
    AddIndexOP = 20,
    DeployOP = 21,
}

/// <summary><c>openmldb.api.TaskType</c>.</summary>
internal enum TaskType
{
    MakeSnapshot = 1,
    PauseSnapshot = 2,
    RecoverSnapshot = 3,
    SendSnapshot = 4,
    LoadTable = 5,
    AddReplica = 6,
    AddTableInfo = 7,
    DelReplica = 8,
    DelTableInfo = 9,
    ChangeLeader = 10,
    UpdatePartitionStatus = 11,
    DropTable = 12,
    UpdateTableAlive = 13,
    UpdateTableInfo = 14,
    SelectLeader = 15,
    UpdateLeaderInfo = 16,
    RecoverTable = 17,
    CheckBinlogSyncProgress = 18,
}
