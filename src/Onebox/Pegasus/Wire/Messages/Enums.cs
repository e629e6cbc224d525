namespace Nightshift.Onebox.Pegasus.Wire.Messages;

/// <summary><c>app_status</c> (<c>idl/dsn.layer2.thrift</c>).</summary>
internal enum AppStatus
{
    Invalid,
    Available,
    Creating,
    CreateFailed,
    Dropping,
    DropFailed,
    Dropped,
    Recalling,
}

/// <summary><c>config_type</c> (<c>idl/meta_admin.thrift</c>).</summary>
internal enum ConfigType
{
    Invalid,
    AssignPrimary,
    UpgradeToPrimary,
    AddSecondary,
    UpgradeToSecondary,
    DowngradeToSecondary,
    DowngradeToInactive,
    Remove,
    AddSecondaryForLb,
    PrimaryForceUpdateBallot,
    DropPartition,
    RegisterChild,
}

/// <summary><c>node_status</c>.</summary>
internal enum NodeStatus
{
    Invalid,
    Alive,
    Unalive,
}

/// <summary><c>meta_function_level</c>.</summary>
internal enum MetaLevel
{
    Stopped = 100,
    Blind = 200,
    Freezed = 300,
    Steady = 400,
    Lively = 500,
    Invalid = 10000,
}

/// <summary><c>balancer_request_type</c>.</summary>
internal enum BalanceType
{
    MovePrimary,
    CopyPrimary,
    CopySecondary,
}

/// <summary><c>partition_status</c> (<c>idl/metadata.thrift</c>).</summary>
internal enum PartitionStatus
{
    Invalid,
    Inactive,
    Error,
    Primary,
    Secondary,
    PotentialSecondary,
    PartitionSplit,
}

/// <summary><c>split_status</c>.</summary>
internal enum SplitStatus
{
    NotSplit,
    Splitting,
    Pausing,
    Paused,
    Canceling,
}

/// <summary><c>negotiation_status</c> (<c>idl/security.thrift</c>).</summary>
internal enum NegotiationStatus
{
    Invalid,
    ListMechanisms,
    ListMechanismsResponse,
    SelectMechanisms,
    SelectMechanismsResponse,
    Initiate,
    Challenge,
    ChallengeResponse,
    Success,
    AuthDisable,
    AuthFail,
}
