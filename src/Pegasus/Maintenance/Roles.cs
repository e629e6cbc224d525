namespace Nightshift.Pegasus.Maintenance;

/// <summary>What a process is in its cluster, as <see cref="ServerInstallation.Role"/> writes it.</summary>
internal static class Roles
{
    public const string Replica = "replica";
    public const string Meta = "meta";
    public const string Collector = "collector";
}
