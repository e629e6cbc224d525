namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>configuration_list_apps_request</c>.</summary>
internal sealed class ListAppsRequest : IThriftStruct
{
    /// <summary>Invalid: all.</summary>
    public AppStatus Status { get; set; }

    /// <summary>Master alone.</summary>
    public string? AppNamePattern { get; set; }

    /// <summary>Master alone: <c>pattern_match_type</c>.</summary>
    public int? MatchType { get; set; }

    public void Exchange(IFields fields)
    {
        Status = fields.Enum(1, Status);
        AppNamePattern = fields.OptionalText(2, AppNamePattern);
        MatchType = fields.OptionalI32(3, MatchType);
    }
}

/// <summary><c>configuration_list_apps_response</c>.</summary>
internal sealed class ListAppsResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public IReadOnlyList<AppInfo> Infos { get; set; } = [];

    public string? HintMessage { get; set; }

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        Infos = fields.Structs(2, Infos);
        HintMessage = fields.OptionalText(3, HintMessage);
    }
}

/// <summary><c>query_cfg_request</c>.</summary>
internal sealed class QueryConfigurationRequest : IThriftStruct
{
    public string AppName { get; set; } = string.Empty;

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<int> PartitionIndices { get; set; } = [];

    public void Exchange(IFields fields)
    {
        AppName = fields.Text(1, AppName);
        PartitionIndices = fields.I32s(2, PartitionIndices);
    }
}

/// <summary><c>query_cfg_response</c>.</summary>
internal sealed class QueryConfigurationResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public int AppId { get; set; }

    public int PartitionCount { get; set; }

    public bool IsStateful { get; set; }

    public IReadOnlyList<PartitionConfiguration> Partitions { get; set; } = [];

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        AppId = fields.I32(2, AppId);
        PartitionCount = fields.I32(3, PartitionCount);
        IsStateful = fields.Bool(4, IsStateful);
        Partitions = fields.Structs(5, Partitions);
    }
}

/// <summary><c>create_app_options</c>.</summary>
internal sealed class CreateAppOptions : IThriftStruct
{
    public int PartitionCount { get; set; }

    public int ReplicaCount { get; set; }

    public bool SuccessIfExist { get; set; }

    public string AppType { get; set; } = string.Empty;

    public bool IsStateful { get; set; }

    public IReadOnlyDictionary<string, string> Envs { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Master alone.</summary>
    public bool? AtomicIdempotent { get; set; }

    public void Exchange(IFields fields)
    {
        PartitionCount = fields.I32(1, PartitionCount);
        ReplicaCount = fields.I32(2, ReplicaCount);
        SuccessIfExist = fields.Bool(3, SuccessIfExist);
        AppType = fields.Text(4, AppType);
        IsStateful = fields.Bool(5, IsStateful);
        Envs = fields.Map(6, Envs);
        AtomicIdempotent = fields.OptionalBool(7, AtomicIdempotent);
    }
}

/// <summary><c>configuration_create_app_request</c>.</summary>
internal sealed class CreateAppRequest : IThriftStruct
{
    public string AppName { get; set; } = string.Empty;

    public CreateAppOptions Options { get; set; } = new();

    public void Exchange(IFields fields)
    {
        AppName = fields.Text(1, AppName);
        Options = fields.Struct(2, Options);
    }
}

/// <summary><c>configuration_create_app_response</c>.</summary>
internal sealed class CreateAppResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public int AppId { get; set; }

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        AppId = fields.I32(2, AppId);
    }
}

/// <summary><c>drop_app_options</c>.</summary>
internal sealed class DropAppOptions : IThriftStruct
{
    public bool SuccessIfNotExist { get; set; }

    public long? ReserveSeconds { get; set; }

    public void Exchange(IFields fields)
    {
        SuccessIfNotExist = fields.Bool(1, SuccessIfNotExist);
        ReserveSeconds = fields.OptionalI64(2, ReserveSeconds);
    }
}

/// <summary><c>configuration_drop_app_request</c>.</summary>
internal sealed class DropAppRequest : IThriftStruct
{
    public string AppName { get; set; } = string.Empty;

    public DropAppOptions Options { get; set; } = new();

    public void Exchange(IFields fields)
    {
        AppName = fields.Text(1, AppName);
        Options = fields.Struct(2, Options);
    }
}

/// <summary><c>configuration_drop_app_response</c>.</summary>
internal sealed class DropAppResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public void Exchange(IFields fields) => Error = fields.Error(1, Error);
}

/// <summary><c>configuration_get_max_replica_count_request</c>.</summary>
internal sealed class GetMaxReplicaCountRequest : IThriftStruct
{
    public string AppName { get; set; } = string.Empty;

    public void Exchange(IFields fields) => AppName = fields.Text(1, AppName);
}

/// <summary><c>configuration_get_max_replica_count_response</c>.</summary>
internal sealed class GetMaxReplicaCountResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public int MaxReplicaCount { get; set; }

    public string HintMessage { get; set; } = string.Empty;

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        MaxReplicaCount = fields.I32(2, MaxReplicaCount);
        HintMessage = fields.Text(3, HintMessage);
    }
}

/// <summary><c>configuration_set_max_replica_count_request</c>.</summary>
internal sealed class SetMaxReplicaCountRequest : IThriftStruct
{
    public string AppName { get; set; } = string.Empty;

    public int MaxReplicaCount { get; set; }

    public void Exchange(IFields fields)
    {
        AppName = fields.Text(1, AppName);
        MaxReplicaCount = fields.I32(2, MaxReplicaCount);
    }
}

/// <summary><c>configuration_set_max_replica_count_response</c>.</summary>
internal sealed class SetMaxReplicaCountResponse : IThriftStruct
{
    public ErrorCode Error { get; set; }

    public int OldMaxReplicaCount { get; set; }

    public string HintMessage { get; set; } = string.Empty;

    public void Exchange(IFields fields)
    {
        Error = fields.Error(1, Error);
        OldMaxReplicaCount = fields.I32(2, OldMaxReplicaCount);
        HintMessage = fields.Text(3, HintMessage);
    }
}
