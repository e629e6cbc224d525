namespace Nightshift.Pegasus.Client;

/// <summary>What the meta server does by itself (<c>meta_function_level</c>). Held in the leader's memory only.</summary>
public enum MetaLevel
{
    Stopped = 100,
    Blind = 200,

    /// <summary>No change of any configuration, so no failover either.</summary>
    Freezed = 300,

    /// <summary>Cures partitions and runs proposals; the balancer only counts.</summary>
    Steady = 400,

    /// <summary>The balancer moves replicas too.</summary>
    Lively = 500,
}

/// <summary><c>config_type</c> of a proposal (<c>idl/dsn.layer2.thrift</c>, <c>CT_*</c>).</summary>
public enum ProposalType
{
    AssignPrimary = 1,
    UpgradeToPrimary = 2,
    AddSecondary = 3,
    UpgradeToSecondary = 4,
    DowngradeToSecondary = 5,
    DowngradeToInactive = 6,
    Remove = 7,
    AddSecondaryForBalance = 8,
}

/// <summary><c>balancer_request.balance_type</c>.</summary>
public enum BalanceType
{
    MovePrimary = 0,
    CopyPrimary = 1,
    CopySecondary = 2,
}

/// <summary><c>app_status</c>.</summary>
public enum AppStatus
{
    Invalid = 0,
    Available = 1,
    Creating = 2,
    CreateFailed = 3,
    Dropping = 4,
    DropFailed = 5,
    Dropped = 6,
    Recalling = 7,
}

/// <summary><c>partition_status</c> of a replica, as its own server has it.</summary>
public enum ReplicaStatus
{
    Invalid = 0,
    Inactive = 1,
    Error = 2,
    Primary = 3,
    Secondary = 4,
    PotentialSecondary = 5,
    PartitionSplit = 6,
}

/// <summary>Which texts and structs a server speaks.</summary>
public enum Generation
{
    /// <summary>2.0 to 2.5: addresses are <c>ip:port</c>, remote commands answer in text.</summary>
    Addresses,

    /// <summary>After 2.5: <c>host_port</c> beside every address, remote commands answer in JSON.</summary>
    HostNames,
}
