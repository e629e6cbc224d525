using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.OpenMldb.Processes;

/// <summary>Where one component is installed and how its host is reached.</summary>
/// <param name="Component">As <c>bin/start.sh</c> calls it: <c>tablet</c>, <c>nameserver</c>, <c>apiserver</c>, <c>taskmanager</c>, <c>tablet2</c>.</param>
/// <param name="Directory">The install root on the host, absolute.</param>
public sealed record NodeDeployment(string Component, Endpoint Endpoint, IHost Host, string Directory)
{
    /// <summary>The flag file that the running process names in its arguments.</summary>
    public string FlagFile => Component == "taskmanager" ? "conf/taskmanager.properties" : $"conf/{Component}.flags";

    public InstallRoot Root => new(this, Host, Directory);

    public override string ToString() => $"{Component} {Endpoint}";
}
