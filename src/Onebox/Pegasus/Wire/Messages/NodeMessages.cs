namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>node_info</c>.</summary>
internal sealed class NodeInfo : IThriftStruct
{
    public NodeStatus Status { get; set; }

    public NodeAddress Node { get; set; }

    public void Exchange(IFields fields)
    {
        Status = fields.Enum(1, Status);
        Node = fields.Address(2, Node);
        Node = fields.HostPort(3, Node);
    }
}

/// <summary><c>configuration_list_nodes_request</c>.</summary>
internal sealed class ListNodesRequest : IThriftStruct
{
    /// <summary>Invalid: all.</summary>
    public NodeStatus Status { get; set; }

    public void Exchange(IFields fields) => Status = fields.Enum(1, Status);
}

/// <summary><c>configuration_list_nodes_response</c>.</summary>
internal sealed class ListNodesResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public IReadOnlyList<NodeInfo> Infos { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Infos = fields.Structs(2, Infos);
    }
}

/// <summary><c>configuration_cluster_info_request</c>.</summary>
internal sealed class ClusterInfoRequest : IThriftStruct
{
    public void Exchange(IFields fields)
    {
        // It has no fields.
    }
}

/// <summary><c>configuration_cluster_info_response</c>.</summary>
internal sealed class ClusterInfoResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public IReadOnlyList<string> Values { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Keys = fields.Texts(2, Keys);
        Values = fields.Texts(3, Values);
    }
}

/// <summary><c>configuration_meta_control_request</c>.</summary>
internal sealed class ControlMetaRequest : IThriftStruct
{
    /// <summary>Invalid: only ask.</summary>
    public MetaLevel Level { get; set; }

    public void Exchange(IFields fields) => Level = fields.Enum(1, Level);
}

/// <summary><c>configuration_meta_control_response</c>.</summary>
internal sealed class ControlMetaResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public MetaLevel OldLevel { get; set; }

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        OldLevel = fields.Enum(2, OldLevel);
    }
}

/// <summary><c>command</c> (<c>idl/command.thrift</c>): a remote command.</summary>
internal sealed class CommandRequest : IThriftStruct
{
    public string Command { get; set; } = string.Empty;

    public IReadOnlyList<string> Arguments { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Command = fields.Text(1, Command);
        Arguments = fields.Texts(2, Arguments);
    }
}

/// <summary><c>negotiation_request</c> (<c>idl/security.thrift</c>).</summary>
internal sealed class NegotiationRequest : IThriftStruct
{
    public NegotiationStatus Status { get; set; }

    public ReadOnlyMemory<byte> Message { get; set; }

    public void Exchange(IFields fields)
    {
        Status = fields.Enum(1, Status);
        Message = fields.Blob(2, Message);
    }
}

/// <summary><c>negotiation_response</c>.</summary>
internal sealed class NegotiationResponse : IThriftStruct
{
    public NegotiationStatus Status { get; set; }

    public ReadOnlyMemory<byte> Message { get; set; }

    public void Exchange(IFields fields)
    {
        Status = fields.Enum(1, Status);
        Message = fields.Blob(2, Message);
    }
}
