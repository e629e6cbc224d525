// Requests of src/proto/name_server.proto that carry fields. Method by method, see the service at the file's end.
namespace Nightshift.Onebox.OpenMldb.Messages;

/// <summary>A request type without fields: any body is accepted.</summary>
[Proto("openmldb.nameserver", "GeneralRequest")]
internal sealed class NothingRequest;

[Proto("openmldb.nameserver", "CreateTableRequest")]
internal sealed class NsCreateTableRequest
{
    [RequiredField] public TableInfo? TableInfo { get; set; }
    public bool? CreateIfNotExist { get; set; }
}

[Proto("openmldb.nameserver", "DropTableRequest")]
internal sealed class NsDropTableRequest
{
    [RequiredField] public string? Name { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ShowTableRequest
{
    public string? Name { get; set; }
    public string? Db { get; set; }
    public bool? ShowAll { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class MakeSnapshotNSRequest
{
    [RequiredField] public string? Name { get; set; }
    [RequiredField] public uint? Pid { get; set; }
    public ulong? Offset { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class AddReplicaNSRequest
{
    [RequiredField] public string? Name { get; set; }
    [RequiredField] public uint? Pid { get; set; }
    [RequiredField] public string? Endpoint { get; set; }
    public List<uint> PidGroup { get; set; } = [];
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class DelReplicaNSRequest
{
    [RequiredField] public string? Name { get; set; }
    [RequiredField] public uint? Pid { get; set; }
    [RequiredField] public string? Endpoint { get; set; }
    public List<uint> PidGroup { get; set; } = [];
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver", "Pair")]
internal sealed class ConfPair
{
    [RequiredField] public string? Key { get; set; }
    [RequiredField] public string? Value { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ConfSetRequest
{
    [RequiredField] public ConfPair? Conf { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ChangeLeaderRequest
{
    [RequiredField] public string? Name { get; set; }
    [RequiredField] public uint? Pid { get; set; }
    public string? CandidateLeader { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class OfflineEndpointRequest
{
    [RequiredField] public string? Endpoint { get; set; }
    public uint? Concurrency { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class RecoverEndpointRequest
{
    [RequiredField] public string? Endpoint { get; set; }
    public bool? NeedRestore { get; set; }
    public uint? Concurrency { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class RecoverTableRequest
{
    [RequiredField] public string? Name { get; set; }
    [RequiredField] public uint? Pid { get; set; }
    [RequiredField] public string? Endpoint { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class MigrateRequest
{
    [RequiredField] public string? SrcEndpoint { get; set; }
    [RequiredField] public string? Name { get; set; }
    public List<uint> Pid { get; set; } = [];
    [RequiredField] public string? DesEndpoint { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class GetTablePartitionRequest
{
    public string? Name { get; set; }
    public uint? Pid { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class SetTablePartitionRequest
{
    public string? Name { get; set; }
    public TablePartition? TablePartition { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class UpdateTableAliveRequest
{
    public string? Name { get; set; }
    public string? Endpoint { get; set; }
    public uint? Pid { get; set; }
    public bool? IsAlive { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ShowOPStatusRequest
{
    public string? Name { get; set; }
    public uint? Pid { get; set; }
    public string? Db { get; set; }
    public ulong? OpId { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class DeleteOPRequest
{
    public string? Db { get; set; }
    public ulong? OpId { get; set; }
    public WorkStatus? Status { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class NsCancelOPRequest
{
    public ulong? OpId { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class DatabaseRequest
{
    public string? Db { get; set; }
    public bool? IfNotExists { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class SetSdkEndpointRequest
{
    public string? ServerName { get; set; }
    public string? SdkEndpoint { get; set; }
}
