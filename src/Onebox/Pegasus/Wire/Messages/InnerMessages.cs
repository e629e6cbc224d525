namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>beacon_msg</c> (<c>src/failure_detector/fd.thrift</c>).</summary>
internal sealed class BeaconMessage : IThriftStruct
{
    /// <summary>When it was sent, milliseconds by the sender's clock.</summary>
    public long Time { get; set; }

    public NodeAddress From { get; set; }

    public NodeAddress To { get; set; }

    /// <summary>When the sender's process started, milliseconds since the epoch.</summary>
    public long? StartTime { get; set; }

    public void Exchange(IFields fields)
    {
        Time = fields.I64(1, Time);
        From = fields.Address(2, From);
        To = fields.Address(3, To);
        StartTime = fields.OptionalI64(4, StartTime);
        From = fields.HostPort(5, From);
        To = fields.HostPort(6, To);
    }
}

/// <summary><c>beacon_ack</c>.</summary>
internal sealed class BeaconAck : IThriftStruct
{
    /// <summary>Of the beacon.</summary>
    public long Time { get; set; }

    public NodeAddress ThisNode { get; set; }

    public NodeAddress PrimaryNode { get; set; }

    public bool IsMaster { get; set; }

    public bool Allowed { get; set; }

    public void Exchange(IFields fields)
    {
        Time = fields.I64(1, Time);
        ThisNode = fields.Address(2, ThisNode);
        PrimaryNode = fields.Address(3, PrimaryNode);
        IsMaster = fields.Bool(4, IsMaster);
        Allowed = fields.Bool(5, Allowed);
        ThisNode = fields.HostPort(6, ThisNode);
        PrimaryNode = fields.HostPort(7, PrimaryNode);
    }
}

/// <summary><c>configuration_update_request</c>: asked by a primary, proposed by the leader, listed by config sync.</summary>
internal sealed class ConfigurationUpdateRequest : IThriftStruct
{
    public AppInfo Info { get; set; } = new();

    public PartitionConfiguration Config { get; set; } = new();

    public ConfigType Type { get; set; }

    public NodeAddress Node { get; set; }

    /// <summary>Out of use.</summary>
    public NodeAddress HostNode { get; set; }

    public SplitStatus? MetaSplitStatus { get; set; }

    public void Exchange(IFields fields)
    {
        Info = fields.Struct(1, Info);
        Config = fields.Struct(2, Config);
        Type = fields.Enum(3, Type);
        Node = fields.Address(4, Node);
        HostNode = fields.Address(5, HostNode);
        MetaSplitStatus = fields.OptionalEnum(6, MetaSplitStatus);
        Node = fields.HostPort(7, Node);
    }
}

/// <summary><c>configuration_update_response</c>.</summary>
internal sealed class ConfigurationUpdateResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    /// <summary>The partition as the leader now has it.</summary>
    public PartitionConfiguration Config { get; set; } = new();

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Config = fields.Struct(2, Config);
    }
}

/// <summary><c>replica_server_info</c>.</summary>
internal sealed class ReplicaServerInfo : IThriftStruct
{
    public IReadOnlyDictionary<string, string> GeoTags { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public long TotalCapacityMb { get; set; }

    public void Exchange(IFields fields)
    {
        GeoTags = fields.Map(1, GeoTags);
        TotalCapacityMb = fields.I64(2, TotalCapacityMb);
    }
}

/// <summary><c>configuration_query_by_node_request</c>: config sync.</summary>
internal sealed class ConfigSyncRequest : IThriftStruct
{
    public NodeAddress Node { get; set; }

    public IReadOnlyList<ReplicaInfo>? StoredReplicas { get; set; }

    public ReplicaServerInfo? Info { get; set; }

    public void Exchange(IFields fields)
    {
        Node = fields.Address(1, Node);
        StoredReplicas = fields.OptionalStructs(2, StoredReplicas);
        Info = fields.OptionalStruct(3, Info);
        Node = fields.HostPort(4, Node);
    }
}

/// <summary><c>configuration_query_by_node_response</c>.</summary>
internal sealed class ConfigSyncResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    /// <summary>Every partition that the node belongs to.</summary>
    public IReadOnlyList<ConfigurationUpdateRequest> Partitions { get; set; } = [];

    /// <summary>What it may throw away.</summary>
    public IReadOnlyList<ReplicaInfo>? GcReplicas { get; set; }

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Partitions = fields.Structs(2, Partitions);
        GcReplicas = fields.OptionalStructs(3, GcReplicas);
    }
}
