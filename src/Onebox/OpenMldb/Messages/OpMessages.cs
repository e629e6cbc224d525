// Ops and tasks of src/proto/tablet.proto, and what the nameserver keeps in an op's data (src/proto/name_server.proto).
namespace Nightshift.Onebox.OpenMldb.Messages;

[Proto("openmldb.api")]
internal sealed class TaskInfo
{
    [RequiredField] public ulong? OpId { get; set; }
    [RequiredField] public OpType? OpType { get; set; }
    [RequiredField] public TaskType? TaskType { get; set; }
    [RequiredField] public WorkStatus? Status { get; set; }
    public string? Endpoint { get; set; }
    public bool? IsRpcSend { get; set; }
    public ulong? TaskId { get; set; }
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
}

[Proto("openmldb.api", "OPInfo")]
internal sealed class OpInfo
{
    [RequiredField] public ulong? OpId { get; set; }
    [RequiredField] public OpType? OpType { get; set; }
    [RequiredField] public uint? TaskIndex { get; set; }

    /// <summary>Upstream: a serialised message of the op's own. Here: its JSON.</summary>
    [RequiredField] public string? Data { get; set; }
    public WorkStatus? TaskStatus { get; set; }
    public ulong? StartTime { get; set; }
    public ulong? EndTime { get; set; }
    public string? Name { get; set; }
    public uint? Pid { get; set; }
    public ulong? ParentId { get; set; }
    public uint? VecIdx { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ChangeLeaderData
{
    public string? Name { get; set; }
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public ulong? Term { get; set; }
    public ulong? Offset { get; set; }
    public string? Leader { get; set; }
    public List<string> Follower { get; set; } = [];
    public string? CandidateLeader { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class MigrateInfo
{
    public string? SrcEndpoint { get; set; }
    public string? DesEndpoint { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class EndpointStatusData
{
    public string? Endpoint { get; set; }
    public bool? IsLeader { get; set; }
    public bool? IsAlive { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class RecoverTableData
{
    public string? Endpoint { get; set; }
    public ulong? OffsetDelta { get; set; }
    public bool? IsLeader { get; set; }
    public uint? Concurrency { get; set; }
}
