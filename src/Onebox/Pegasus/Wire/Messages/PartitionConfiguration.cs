namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>partition_configuration</c>: who serves a partition.</summary>
internal sealed class PartitionConfiguration : IThriftStruct
{
    public Gpid Pid { get; set; }

    public long Ballot { get; set; }

    public int MaxReplicaCount { get; set; }

    public NodeAddress Primary { get; set; }

    public IReadOnlyList<NodeAddress> Secondaries { get; set; } = [];

    /// <summary>Nodes that left the group, oldest first.</summary>
    public IReadOnlyList<NodeAddress> LastDrops { get; set; } = [];

    public long LastCommittedDecree { get; set; }

    /// <summary>1: dropped.</summary>
    public int Flags { get; set; }

    /// <summary>A copy that changes by itself; the lists are never changed in place.</summary>
    public PartitionConfiguration Copy() => (PartitionConfiguration)MemberwiseClone();

    public void Exchange(IFields fields)
    {
        Pid = fields.Gpid(1, Pid);
        Ballot = fields.I64(2, Ballot);
        MaxReplicaCount = fields.I32(3, MaxReplicaCount);
        Primary = fields.Address(4, Primary);
        Secondaries = fields.Addresses(5, Secondaries);
        LastDrops = fields.Addresses(6, LastDrops);
        LastCommittedDecree = fields.I64(7, LastCommittedDecree);
        Flags = fields.I32(8, Flags);
        Primary = fields.HostPort(9, Primary);
        Secondaries = fields.HostPorts(10, Secondaries);
        LastDrops = fields.HostPorts(11, LastDrops);
    }
}
