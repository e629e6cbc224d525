using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client.Transport;

/// <summary>Methods of service NameServer. Source: <c>name_server.proto</c>.</summary>
internal static class NameserverMethods
{
    private static WireJson Json => WireJson.Default;

    public static RpcMethod<EmptyRequest, ShowTabletResponse> ShowTablet { get; } =
        new(Operation.ShowTablet, "/NameServer/ShowTablet", Json.EmptyRequest, Json.ShowTabletResponse);

    public static RpcMethod<ShowTableRequest, ShowTableResponse> ShowTable { get; } =
        new(Operation.ShowTable, "/NameServer/ShowTable", Json.ShowTableRequest, Json.ShowTableResponse);

    public static RpcMethod<EmptyRequest, ShowDatabaseResponse> ShowDatabase { get; } =
        new(Operation.ShowDatabase, "/NameServer/ShowDatabase", Json.EmptyRequest, Json.ShowDatabaseResponse);

    public static RpcMethod<ShowOpStatusRequest, ShowOpStatusResponse> ShowOpStatus { get; } =
        new(Operation.ShowOpStatus, "/NameServer/ShowOPStatus", Json.ShowOpStatusRequest, Json.ShowOpStatusResponse);

    public static RpcMethod<OpIdRequest, GeneralResponse> CancelOp { get; } =
        new(Operation.CancelOp, "/NameServer/CancelOP", Json.OpIdRequest, Json.GeneralResponse);

    public static RpcMethod<DeleteOpRequest, GeneralResponse> DeleteOp { get; } =
        new(Operation.DeleteOp, "/NameServer/DeleteOP", Json.DeleteOpRequest, Json.GeneralResponse);

    public static RpcMethod<EmptyRequest, ConfGetResponse> ConfGet { get; } =
        new(Operation.ConfGet, "/NameServer/ConfGet", Json.EmptyRequest, Json.ConfGetResponse);

    public static RpcMethod<ConfSetRequest, GeneralResponse> ConfSet { get; } =
        new(Operation.ConfSet, "/NameServer/ConfSet", Json.ConfSetRequest, Json.GeneralResponse);

    public static RpcMethod<ChangeLeaderRequest, GeneralResponse> ChangeLeader { get; } =
        new(Operation.ChangeLeader, "/NameServer/ChangeLeader", Json.ChangeLeaderRequest, Json.GeneralResponse);

    public static RpcMethod<PartitionEndpointRequest, GeneralResponse> AddReplica { get; } =
        new(Operation.AddReplicaNs, "/NameServer/AddReplicaNS", Json.PartitionEndpointRequest, Json.GeneralResponse);

    public static RpcMethod<PartitionEndpointRequest, GeneralResponse> DelReplica { get; } =
        new(Operation.DelReplicaNs, "/NameServer/DelReplicaNS", Json.PartitionEndpointRequest, Json.GeneralResponse);

    public static RpcMethod<MigrateRequest, GeneralResponse> Migrate { get; } =
        new(Operation.Migrate, "/NameServer/Migrate", Json.MigrateRequest, Json.GeneralResponse);

    public static RpcMethod<PartitionEndpointRequest, GeneralResponse> RecoverTable { get; } =
        new(Operation.RecoverTable, "/NameServer/RecoverTable", Json.PartitionEndpointRequest, Json.GeneralResponse);

    public static RpcMethod<RecoverEndpointRequest, GeneralResponse> RecoverEndpoint { get; } =
        new(Operation.RecoverEndpoint, "/NameServer/RecoverEndpoint", Json.RecoverEndpointRequest, Json.GeneralResponse);

    public static RpcMethod<OfflineEndpointRequest, GeneralResponse> OfflineEndpoint { get; } =
        new(Operation.OfflineEndpoint, "/NameServer/OfflineEndpoint", Json.OfflineEndpointRequest, Json.GeneralResponse);

    public static RpcMethod<UpdateTableAliveRequest, GeneralResponse> UpdateTableAliveStatus { get; } =
        new(Operation.UpdateTableAliveStatus, "/NameServer/UpdateTableAliveStatus", Json.UpdateTableAliveRequest, Json.GeneralResponse);

    public static RpcMethod<MakeSnapshotNsRequest, GeneralResponse> MakeSnapshot { get; } =
        new(Operation.MakeSnapshotNs, "/NameServer/MakeSnapshotNS", Json.MakeSnapshotNsRequest, Json.GeneralResponse);

    public static RpcMethod<GetTablePartitionRequest, GetTablePartitionResponse> GetTablePartition { get; } =
        new(Operation.GetTablePartition, "/NameServer/GetTablePartition", Json.GetTablePartitionRequest, Json.GetTablePartitionResponse);

    public static RpcMethod<SetTablePartitionRequest, GeneralResponse> SetTablePartition { get; } =
        new(Operation.SetTablePartition, "/NameServer/SetTablePartition", Json.SetTablePartitionRequest, Json.GeneralResponse);

    public static RpcMethod<EmptyRequest, ShowTabletResponse> ShowSdkEndpoint { get; } =
        new(Operation.ShowSdkEndpoint, "/NameServer/ShowSdkEndpoint", Json.EmptyRequest, Json.ShowTabletResponse);

    public static RpcMethod<EmptyRequest, GeneralResponse> ConnectZk { get; } =
        new(Operation.ConnectZk, "/NameServer/ConnectZK", Json.EmptyRequest, Json.GeneralResponse);

    public static RpcMethod<EmptyRequest, GeneralResponse> DisconnectZk { get; } =
        new(Operation.DisconnectZk, "/NameServer/DisConnectZK", Json.EmptyRequest, Json.GeneralResponse);
}
