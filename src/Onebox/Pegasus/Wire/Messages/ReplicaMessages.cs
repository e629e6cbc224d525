namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>replica_info</c>.</summary>
internal sealed class ReplicaInfo : IThriftStruct
{
    public Gpid Pid { get; set; }

    public long Ballot { get; set; }

    public PartitionStatus Status { get; set; }

    public long LastCommittedDecree { get; set; }

    public long LastPreparedDecree { get; set; }

    public long LastDurableDecree { get; set; }

    public string AppType { get; set; } = string.Empty;

    public string DiskTag { get; set; } = string.Empty;

    public int? ManualCompactStatus { get; set; }

    public void Exchange(IFields fields)
    {
        Pid = fields.Gpid(1, Pid);
        Ballot = fields.I64(2, Ballot);
        Status = fields.Enum(3, Status);
        LastCommittedDecree = fields.I64(4, LastCommittedDecree);
        LastPreparedDecree = fields.I64(5, LastPreparedDecree);
        LastDurableDecree = fields.I64(6, LastDurableDecree);
        AppType = fields.Text(7, AppType);
        DiskTag = fields.Text(8, DiskTag);
        ManualCompactStatus = fields.OptionalI32(9, ManualCompactStatus);
    }
}

/// <summary><c>query_replica_info_request</c>.</summary>
internal sealed class QueryReplicaInfoRequest : IThriftStruct
{
    public NodeAddress Node { get; set; }

    public void Exchange(IFields fields)
    {
        Node = fields.Address(1, Node);
        Node = fields.HostPort(2, Node);
    }
}

/// <summary><c>query_replica_info_response</c>.</summary>
internal sealed class QueryReplicaInfoResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public IReadOnlyList<ReplicaInfo> Replicas { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Replicas = fields.Structs(2, Replicas);
    }
}

/// <summary><c>query_app_info_request</c>.</summary>
internal sealed class QueryAppInfoRequest : IThriftStruct
{
    public NodeAddress MetaServer { get; set; }

    public void Exchange(IFields fields)
    {
        MetaServer = fields.Address(1, MetaServer);
        MetaServer = fields.HostPort(2, MetaServer);
    }
}

/// <summary><c>query_app_info_response</c>.</summary>
internal sealed class QueryAppInfoResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public IReadOnlyList<AppInfo> Apps { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Apps = fields.Structs(2, Apps);
    }
}

/// <summary><c>query_disk_info_request</c>.</summary>
internal sealed class QueryDiskInfoRequest : IThriftStruct
{
    public NodeAddress Node { get; set; }

    public string AppName { get; set; } = string.Empty;

    public void Exchange(IFields fields)
    {
        Node = fields.Address(1, Node);
        AppName = fields.Text(2, AppName);
        Node = fields.HostPort(3, Node);
    }
}

/// <summary><c>disk_info</c>.</summary>
internal sealed class DiskInfo : IThriftStruct
{
    public string Tag { get; set; } = string.Empty;

    public string FullDir { get; set; } = string.Empty;

    public long DiskCapacityMb { get; set; }

    public long DiskAvailableMb { get; set; }

    /// <summary>By table.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<Gpid>> HoldingPrimaryReplicas { get; set; } = new Dictionary<int, IReadOnlyList<Gpid>>();

    /// <summary>By table.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<Gpid>> HoldingSecondaryReplicas { get; set; } = new Dictionary<int, IReadOnlyList<Gpid>>();

    public void Exchange(IFields fields)
    {
        Tag = fields.Text(1, Tag);
        FullDir = fields.Text(2, FullDir);
        DiskCapacityMb = fields.I64(3, DiskCapacityMb);
        DiskAvailableMb = fields.I64(4, DiskAvailableMb);
        HoldingPrimaryReplicas = fields.GpidSets(5, HoldingPrimaryReplicas);
        HoldingSecondaryReplicas = fields.GpidSets(6, HoldingSecondaryReplicas);
    }
}

/// <summary><c>query_disk_info_response</c>.</summary>
internal sealed class QueryDiskInfoResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public long TotalCapacityMb { get; set; }

    public long TotalAvailableMb { get; set; }

    public IReadOnlyList<DiskInfo> DiskInfos { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        TotalCapacityMb = fields.I64(2, TotalCapacityMb);
        TotalAvailableMb = fields.I64(3, TotalAvailableMb);
        DiskInfos = fields.Structs(4, DiskInfos);
    }
}
