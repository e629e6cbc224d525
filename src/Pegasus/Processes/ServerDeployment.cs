using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>Where one server is installed, how its host is reached and how it is controlled.</summary>
/// <param name="Role">One of <see cref="ServerRoles"/>.</param>
/// <param name="Directory">On the host, absolute.</param>
/// <param name="Program">Below the directory: <c>bin/pegasus_server</c>.</param>
/// <param name="Configuration">Below the directory: <c>config.ini</c>.</param>
/// <param name="Log">Below the directory; its end is quoted when a start fails.</param>
/// <param name="Values">What <see cref="Placeholders"/> stand for.</param>
internal sealed record ServerDeployment(
    string Role,
    Endpoint Endpoint,
    IHost Host,
    string Directory,
    string Program,
    string Configuration,
    string Log,
    ServerControl Control,
    IReadOnlyDictionary<string, string> Values)
{
    public InstallRoot Root => new(this, Host, Directory);

    /// <summary>The file name of the program, as its processes show it.</summary>
    public string ProgramName => Program[(Program.LastIndexOf('/') + 1)..];

    public override string ToString() => $"{ServerRoles.ForPeople(Role)} {Endpoint}";
}
