using System.Text.Json.Serialization;

namespace Nightshift.OpenMldb.Client;

/// <summary>What a nameserver thinks of a tablet. Anything but <see cref="Healthy"/> is not healthy.</summary>
public enum TabletState
{
    Unknown = -1,
    [JsonStringEnumMemberName("kOffline")] Offline,
    [JsonStringEnumMemberName("kHealthy")] Healthy,
}

/// <summary>The role a tablet plays for one replica, by its own account. Source: <c>tablet.proto</c> TableMode.</summary>
public enum TableMode
{
    Unknown = -1,
    [JsonStringEnumMemberName("kTableLeader")] Leader = 1,
    [JsonStringEnumMemberName("kTableFollower")] Follower = 2,
}

/// <summary>
/// State of a loaded replica. <see cref="Normal"/>, <see cref="MakingSnapshot"/> and <see cref="SnapshotPaused"/> serve;
/// <see cref="Undefined"/> is a load that has not begun. Source: <c>tablet.proto</c> TableState.
/// </summary>
public enum TableState
{
    Unknown = -1,
    [JsonStringEnumMemberName("kTableUndefined")] Undefined = 0,
    [JsonStringEnumMemberName("kTableNormal")] Normal = 1,
    [JsonStringEnumMemberName("kTableLoading")] Loading = 2,
    [JsonStringEnumMemberName("kMakingSnapshot")] MakingSnapshot = 3,
    [JsonStringEnumMemberName("kSnapshotPaused")] SnapshotPaused = 4,
}

/// <summary>Where the rows of a table live. Source: <c>common.proto</c> StorageMode.</summary>
public enum StorageMode
{
    [JsonStringEnumMemberName("kUnknown")] Unknown = 0,
    [JsonStringEnumMemberName("kMemory")] Memory = 1,
    [JsonStringEnumMemberName("kSSD")] Ssd = 2,
    [JsonStringEnumMemberName("kHDD")] Hdd = 3,
}
