using Nightshift.OpenMldb.Client.Wire;

namespace Nightshift.OpenMldb.Client.Transport;

/// <summary>Methods of service TabletServer. Source: <c>tablet.proto</c>.</summary>
internal static class TabletMethods
{
    private static WireJson Json => WireJson.Default;

    public static RpcMethod<TidPidRequest, GetTableStatusResponse> GetTableStatus { get; } =
        new(Operation.GetTableStatus, "/TabletServer/GetTableStatus", Json.TidPidRequest, Json.GetTableStatusResponse);

    public static RpcMethod<LoadTableRequest, GeneralResponse> LoadTable { get; } =
        new(Operation.LoadTable, "/TabletServer/LoadTable", Json.LoadTableRequest, Json.GeneralResponse);

    public static RpcMethod<TidPidRequest, GetTableFollowerResponse> GetTableFollower { get; } =
        new(Operation.GetTableFollower, "/TabletServer/GetTableFollower", Json.TidPidRequest, Json.GetTableFollowerResponse, ReturnCode.NoFollower);

    public static RpcMethod<TidPidRequest, GetManifestResponse> GetManifest { get; } =
        new(Operation.GetManifest, "/TabletServer/GetManifest", Json.TidPidRequest, Json.GetManifestResponse);

    public static RpcMethod<TidPidRequest, GetTermPairResponse> GetTermPair { get; } =
        new(Operation.GetTermPair, "/TabletServer/GetTermPair", Json.TidPidRequest, Json.GetTermPairResponse);

    public static RpcMethod<ChangeRoleRequest, GeneralResponse> ChangeRole { get; } =
        new(Operation.ChangeRole, "/TabletServer/ChangeRole", Json.ChangeRoleRequest, Json.GeneralResponse);

    public static RpcMethod<TidPidRequest, GeneralResponse> MakeSnapshot { get; } =
        new(Operation.MakeSnapshot, "/TabletServer/MakeSnapshot", Json.TidPidRequest, Json.GeneralResponse);

    public static RpcMethod<TidPidRequest, GeneralResponse> PauseSnapshot { get; } =
        new(Operation.PauseSnapshot, "/TabletServer/PauseSnapshot", Json.TidPidRequest, Json.GeneralResponse);

    public static RpcMethod<TidPidRequest, GeneralResponse> RecoverSnapshot { get; } =
        new(Operation.RecoverSnapshot, "/TabletServer/RecoverSnapshot", Json.TidPidRequest, Json.GeneralResponse);

    public static RpcMethod<ReplicaRequest, GeneralResponse> AddReplica { get; } =
        new(Operation.AddReplica, "/TabletServer/AddReplica", Json.ReplicaRequest, Json.GeneralResponse);

    public static RpcMethod<ReplicaRequest, GeneralResponse> DelReplica { get; } =
        new(Operation.DelReplica, "/TabletServer/DelReplica", Json.ReplicaRequest, Json.GeneralResponse);

    public static RpcMethod<CountRequest, CountResponse> Count { get; } =
        new(Operation.Count, "/TabletServer/Count", Json.CountRequest, Json.CountResponse);

    public static RpcMethod<PutRequest, GeneralResponse> Put { get; } =
        new(Operation.Put, "/TabletServer/Put", Json.PutRequest, Json.GeneralResponse);

    public static RpcMethod<GetRequest, GetResponse> Get { get; } =
        new(Operation.Get, "/TabletServer/Get", Json.GetRequest, Json.GetResponse, ReturnCode.KeyNotFound);

    public static RpcMethod<EmptyRequest, GeneralResponse> ConnectZk { get; } =
        new(Operation.ConnectZk, "/TabletServer/ConnectZK", Json.EmptyRequest, Json.GeneralResponse);

    public static RpcMethod<EmptyRequest, GeneralResponse> DisconnectZk { get; } =
        new(Operation.DisconnectZk, "/TabletServer/DisConnectZK", Json.EmptyRequest, Json.GeneralResponse);
}
