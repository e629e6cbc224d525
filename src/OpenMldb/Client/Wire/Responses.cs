using System.Text.Json.Serialization;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Client.Wire;

/// <summary>What every answer has: <c>code</c>, and often <c>msg</c>. An answer without a code is not understood.</summary>
internal class GeneralResponse
{
    public int? Code { get; set; }

    public string? Msg { get; set; }
}

internal sealed class ShowTabletResponse : GeneralResponse
{
    public List<TabletStatusWire>? Tablets { get; set; }
}

internal sealed class TabletStatusWire
{
    public Endpoint? Endpoint { get; set; }

    public TabletState State { get; set; } = TabletState.Unknown;

    public ulong? Age { get; set; }

    /// <summary>Kept as text: <c>-</c> when unknown.</summary>
    public string? RealEndpoint { get; set; }
}

internal sealed class ShowDatabaseResponse : GeneralResponse
{
    public List<string>? Db { get; set; }
}

internal sealed class ShowOpStatusResponse : GeneralResponse
{
    public List<OpStatusWire>? OpStatus { get; set; }
}

internal sealed class OpStatusWire
{
    public required ulong OpId { get; set; }
    public required string OpType { get; set; }
    public required string Status { get; set; }
    public ulong StartTime { get; set; }
    public ulong EndTime { get; set; }
    public string? TaskType { get; set; }
    public string? Name { get; set; }
    public uint Pid { get; set; }
    public int ForReplicaCluster { get; set; }
    public string? Db { get; set; }
}

internal sealed class ConfGetResponse : GeneralResponse
{
    [JsonConverter(typeof(ConfConverter))]
    public Dictionary<string, string>? Conf { get; set; }
}

internal sealed class GetTablePartitionResponse : GeneralResponse
{
    public TablePartition? TablePartition { get; set; }
}
