namespace Nightshift.OpenMldb.Client;

/// <summary>Every remote call this client can make.</summary>
public enum Operation
{
    Unknown,
    ShowTablet,
    ShowTable,
    ShowDatabase,
    ShowOpStatus,
    CancelOp,
    DeleteOp,
    ConfGet,
    ConfSet,
    ChangeLeader,
    AddReplicaNs,
    DelReplicaNs,
    Migrate,
    RecoverTable,
    RecoverEndpoint,
    OfflineEndpoint,
    UpdateTableAliveStatus,
    MakeSnapshotNs,
    GetTablePartition,
    SetTablePartition,
    ShowSdkEndpoint,
    ConnectZk,
    DisconnectZk,
    GetTableStatus,
    LoadTable,
    GetTableFollower,
    GetManifest,
    GetTermPair,
    ChangeRole,
    MakeSnapshot,
    PauseSnapshot,
    RecoverSnapshot,
    AddReplica,
    DelReplica,
    Count,
    Put,
    Get,
    Health,
    Version,
    Status,
    Metrics,
}

/// <summary>What a call does to the cluster, which decides whether it may be sent again when nobody knows if it arrived.</summary>
public enum OperationEffect
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>Sets a state that was named in full: twice is the same as once.</summary>
    Idempotent,

    /// <summary>Anything else; never sent twice on a doubt.</summary>
    Command,
}
