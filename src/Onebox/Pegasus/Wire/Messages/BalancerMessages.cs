namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>configuration_proposal_action</c>: what a replica server is asked to do.</summary>
internal sealed class ProposalAction : IThriftStruct
{
    /// <summary>Who is asked.</summary>
    public NodeAddress Target { get; set; }

    /// <summary>Whom it is about.</summary>
    public NodeAddress Node { get; set; }

    public ConfigType Type { get; set; }

    /// <summary>Out of use.</summary>
    public long? Period { get; set; }

    public void Exchange(IFields fields)
    {
        Target = fields.Address(1, Target);
        Node = fields.Address(2, Node);
        Type = fields.Enum(3, Type);
        Period = fields.OptionalI64(4, Period);
        Target = fields.HostPort(5, Target);
        Node = fields.HostPort(6, Node);
    }
}

/// <summary><c>configuration_balancer_request</c>.</summary>
internal sealed class BalancerRequest : IThriftStruct
{
    public Gpid Gpid { get; set; }

    public IReadOnlyList<ProposalAction> Actions { get; set; } = [];

    public bool? Force { get; set; }

    public BalanceType? BalanceType { get; set; }

    public void Exchange(IFields fields)
    {
        Gpid = fields.Gpid(1, Gpid);
        Actions = fields.Structs(2, Actions);
        Force = fields.OptionalBool(3, Force);
        BalanceType = fields.OptionalEnum(4, BalanceType);
    }
}

/// <summary><c>configuration_balancer_response</c>.</summary>
internal sealed class BalancerResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public void Exchange(IFields fields) => Error = fields.Error(1, Error);
}

/// <summary><c>ddd_diagnose_request</c>.</summary>
internal sealed class DddDiagnoseRequest : IThriftStruct
{
    /// <summary>-1 as table: all; -1 as index: all of that table.</summary>
    public Gpid Pid { get; set; }

    public void Exchange(IFields fields) => Pid = fields.Gpid(1, Pid);
}

/// <summary><c>ddd_node_info</c>.</summary>
internal sealed class DddNodeInfo : IThriftStruct
{
    public NodeAddress Node { get; set; }

    public long DropTimeMs { get; set; }

    public bool IsAlive { get; set; }

    public bool IsCollected { get; set; }

    public long Ballot { get; set; }

    public long LastCommittedDecree { get; set; }

    public long LastPreparedDecree { get; set; }

    public void Exchange(IFields fields)
    {
        Node = fields.Address(1, Node);
        DropTimeMs = fields.I64(2, DropTimeMs);
        IsAlive = fields.Bool(3, IsAlive);
        IsCollected = fields.Bool(4, IsCollected);
        Ballot = fields.I64(5, Ballot);
        LastCommittedDecree = fields.I64(6, LastCommittedDecree);
        LastPreparedDecree = fields.I64(7, LastPreparedDecree);
        Node = fields.HostPort(8, Node);
    }
}

/// <summary><c>ddd_partition_info</c>.</summary>
internal sealed class DddPartitionInfo : IThriftStruct
{
    public PartitionConfiguration Config { get; set; } = new();

    public IReadOnlyList<DddNodeInfo> Dropped { get; set; } = [];

    public string Reason { get; set; } = string.Empty;

    public void Exchange(IFields fields)
    {
        Config = fields.Struct(1, Config);
        Dropped = fields.Structs(2, Dropped);
        Reason = fields.Text(3, Reason);
    }
}

/// <summary><c>ddd_diagnose_response</c>.</summary>
internal sealed class DddDiagnoseResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public IReadOnlyList<DddPartitionInfo> Partitions { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Partitions = fields.Structs(2, Partitions);
    }
}
