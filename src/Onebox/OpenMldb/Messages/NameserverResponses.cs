// Responses of src/proto/name_server.proto.
namespace Nightshift.Onebox.OpenMldb.Messages;

/// <summary><c>GeneralResponse</c> and every other response of nothing but code and message.</summary>
[Proto("openmldb.nameserver")]
internal sealed class GeneralResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
}

/// <summary>A response: a code, 0 for success, and mostly a message.</summary>
internal interface IReply
{
    int? Code { get; set; }
    string? Msg { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class TabletStatus
{
    public string? Endpoint { get; set; }
    public string? State { get; set; }
    public ulong? Age { get; set; }
    public string? RealEndpoint { get; set; }
}

/// <summary>Of ShowTablet and ShowSdkEndpoint.</summary>
[Proto("openmldb.nameserver")]
internal sealed class ShowTabletResponse : IReply
{
    public List<TabletStatus> Tablets { get; set; } = [];
    public int? Code { get; set; }
    public string? Msg { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ShowTableResponse : IReply
{
    public List<TableInfo> TableInfo { get; set; } = [];
    public int? Code { get; set; }
    public string? Msg { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ShowDatabaseResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public List<string> Db { get; set; } = [];
}

[Proto("openmldb.nameserver")]
internal sealed class ConfGetResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }

    /// <summary>A repeated key/value pair, which json2pb prints as an object.</summary>
    public Dictionary<string, string> Conf { get; set; } = [];
}

[Proto("openmldb.nameserver")]
internal sealed class GetTablePartitionResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public TablePartition? TablePartition { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class OpStatus
{
    public ulong? OpId { get; set; }
    public string? OpType { get; set; }
    public string? Status { get; set; }
    public ulong? StartTime { get; set; }
    public ulong? EndTime { get; set; }
    public string? TaskType { get; set; }
    public string? Name { get; set; }
    public uint? Pid { get; set; }
    public int? ForReplicaCluster { get; set; }
    public string? Db { get; set; }
}

[Proto("openmldb.nameserver")]
internal sealed class ShowOPStatusResponse : IReply
{
    public int? Code { get; set; }
    public string? Msg { get; set; }
    public List<OpStatus> OpStatus { get; set; } = [];
}

[Proto("openmldb.nameserver")]
internal sealed class ShowCatalogResponse : IReply
{
    public List<CatalogInfo> Catalog { get; set; } = [];
    public int? Code { get; set; }
    public string? Msg { get; set; }
}
