namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>app_info</c>: a table.</summary>
internal sealed class AppInfo : IThriftStruct
{
    public AppStatus Status { get; set; }

    public string AppType { get; set; } = string.Empty;

    public string AppName { get; set; } = string.Empty;

    public int AppId { get; set; }

    public int PartitionCount { get; set; }

    public IReadOnlyDictionary<string, string> Envs { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool IsStateful { get; set; }

    public int MaxReplicaCount { get; set; }

    /// <summary>When a dropped table is gone for good, seconds since the epoch.</summary>
    public long ExpireSecond { get; set; }

    public long CreateSecond { get; set; }

    public long DropSecond { get; set; }

    public bool? Duplicating { get; set; }

    public int InitPartitionCount { get; set; } = -1;

    public bool? IsBulkLoading { get; set; }

    /// <summary>Master alone.</summary>
    public bool? AtomicIdempotent { get; set; }

    public AppInfo Copy() => (AppInfo)MemberwiseClone();

    public void Exchange(IFields fields)
    {
        Status = fields.Enum(1, Status);
        AppType = fields.Text(2, AppType);
        AppName = fields.Text(3, AppName);
        AppId = fields.I32(4, AppId);
        PartitionCount = fields.I32(5, PartitionCount);
        Envs = fields.Map(6, Envs);
        IsStateful = fields.Bool(7, IsStateful);
        MaxReplicaCount = fields.I32(8, MaxReplicaCount);
        ExpireSecond = fields.I64(9, ExpireSecond);
        CreateSecond = fields.I64(10, CreateSecond);
        DropSecond = fields.I64(11, DropSecond);
        Duplicating = fields.OptionalBool(12, Duplicating);
        InitPartitionCount = fields.I32(13, InitPartitionCount);
        IsBulkLoading = fields.OptionalBool(14, IsBulkLoading);
        AtomicIdempotent = fields.OptionalBool(15, AtomicIdempotent);
    }
}
