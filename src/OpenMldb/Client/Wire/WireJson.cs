using System.Text.Json.Serialization;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>
/// brpc's JSON (json2pb): snake_case names, 64-bit numbers as numbers, enums by name, absent fields omitted even when they have a default,
/// unknown fields to be ignored.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    DefaultBufferSize = 128 * 1024,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters =
    [
        typeof(WireEnumConverter<TabletState>), typeof(WireEnumConverter<TableMode>), typeof(WireEnumConverter<TableState>),
        typeof(WireEnumConverter<StorageMode>), typeof(ReplicaConverter), typeof(TablePartitionConverter),
    ])]
[JsonSerializable(typeof(EmptyRequest))]
[JsonSerializable(typeof(ShowTableRequest))]
[JsonSerializable(typeof(ShowOpStatusRequest))]
[JsonSerializable(typeof(OpIdRequest))]
[JsonSerializable(typeof(DeleteOpRequest))]
[JsonSerializable(typeof(ConfSetRequest))]
[JsonSerializable(typeof(ChangeLeaderRequest))]
[JsonSerializable(typeof(PartitionEndpointRequest))]
[JsonSerializable(typeof(MigrateRequest))]
[JsonSerializable(typeof(RecoverEndpointRequest))]
[JsonSerializable(typeof(OfflineEndpointRequest))]
[JsonSerializable(typeof(UpdateTableAliveRequest))]
[JsonSerializable(typeof(MakeSnapshotNsRequest))]
[JsonSerializable(typeof(GetTablePartitionRequest))]
[JsonSerializable(typeof(SetTablePartitionRequest))]
[JsonSerializable(typeof(TidPidRequest))]
[JsonSerializable(typeof(LoadTableRequest))]
[JsonSerializable(typeof(ChangeRoleRequest))]
[JsonSerializable(typeof(ReplicaRequest))]
[JsonSerializable(typeof(CountRequest))]
[JsonSerializable(typeof(PutRequest))]
[JsonSerializable(typeof(GetRequest))]
[JsonSerializable(typeof(GeneralResponse))]
[JsonSerializable(typeof(ShowTabletResponse))]
[JsonSerializable(typeof(ShowTableResponse))]
[JsonSerializable(typeof(ShowDatabaseResponse))]
[JsonSerializable(typeof(ShowOpStatusResponse))]
[JsonSerializable(typeof(ConfGetResponse))]
[JsonSerializable(typeof(GetTablePartitionResponse))]
[JsonSerializable(typeof(GetTableStatusResponse))]
[JsonSerializable(typeof(GetTableFollowerResponse))]
[JsonSerializable(typeof(GetManifestResponse))]
[JsonSerializable(typeof(GetTermPairResponse))]
[JsonSerializable(typeof(CountResponse))]
[JsonSerializable(typeof(GetResponse))]
internal sealed partial class WireJson : JsonSerializerContext;
