namespace Nightshift.Pegasus.Processes;

/// <summary>The roles of a server as the configuration and <c>-app_list</c> write them (<c>src/server/main.cpp</c>).</summary>
internal static class ServerRoles
{
    public const string Replica = "replica";
    public const string Meta = "meta";
    public const string Collector = "collector";

    public static readonly IReadOnlyList<string> All = [Replica, Meta, Collector];

    public static string ForPeople(string role) => role == Collector ? role : $"{role} server";
}
