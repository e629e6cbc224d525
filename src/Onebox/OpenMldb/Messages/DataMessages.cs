// Records: reading, writing, replicating. src/proto/tablet.proto.
namespace Nightshift.Onebox.OpenMldb.Messages;

[Proto("openmldb.api")]
internal sealed class Dimension
{
    public string? Key { get; set; }
    public uint? Idx { get; set; }
}

[Proto("openmldb.api")]
internal sealed class PutRequest
{
    public string? Pk { get; set; }
    public long? Time { get; set; }
    public byte[]? Value { get; set; }
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public List<Dimension> Dimensions { get; set; } = [];
    public bool? PutIfAbsent { get; set; }
    public bool? CheckExists { get; set; }
}

[Proto("openmldb.api")]
internal sealed class DeleteRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public string? Key { get; set; }
    public string? IdxName { get; set; }
    public List<Dimension> Dimensions { get; set; } = [];
    public ulong? Ts { get; set; }
    public ulong? EndTs { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public string? Key { get; set; }
    public ulong? Ts { get; set; }
    public string? IdxName { get; set; }
    public SeekType? Type { get; set; }
    public ulong? Et { get; set; }
    public SeekType? EtType { get; set; }
}

[Proto("openmldb.api")]
internal sealed class GetResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public string? Key { get; set; }
    public ulong? Ts { get; set; }
    public byte[]? Value { get; set; }
}

[Proto("openmldb.api")]
internal sealed class CountRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public string? IdxName { get; set; }
    public string? Key { get; set; }
    public bool? FilterExpiredData { get; set; }
}

[Proto("openmldb.api")]
internal sealed class CountResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public uint? Count { get; set; }
}

[Proto("openmldb.api")]
internal sealed class TraverseRequest
{
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public string? IdxName { get; set; }
    public uint? Limit { get; set; }
    public string? Pk { get; set; }
    public ulong? Ts { get; set; }
}

[Proto("openmldb.api")]
internal sealed class TraverseResponse : IReply
{
    public byte[]? Pairs { get; set; }
    public string? Msg { get; set; }
    public int? Code { get; set; }
    public uint? Count { get; set; }
    public string? Pk { get; set; }
    public ulong? Ts { get; set; }
    public bool? IsFinish { get; set; }
}

[Proto("openmldb.api")]
internal sealed class LogEntry
{
    public ulong? Term { get; set; }
    public ulong? LogIndex { get; set; }
    public string? Pk { get; set; }
    public byte[]? Value { get; set; }
    public ulong? Ts { get; set; }
    public List<Dimension> Dimensions { get; set; } = [];
    public MethodType? MethodType { get; set; }
}

[Proto("openmldb.api")]
internal sealed class AppendEntriesRequest
{
    public ulong? PreLogIndex { get; set; }
    public List<LogEntry> Entries { get; set; } = [];
    public uint? Tid { get; set; }
    public uint? Pid { get; set; }
    public ulong? Term { get; set; }
}

[Proto("openmldb.api")]
internal sealed class AppendEntriesResponse : IReply
{
    public ulong? LogOffset { get; set; }
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public ulong? Term { get; set; }
}
