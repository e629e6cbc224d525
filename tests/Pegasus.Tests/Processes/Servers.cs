using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Processes;

namespace Nightshift.Pegasus.Tests.Processes;

internal static class Servers
{
    public static ServerDeployment Replica(IHost host, string directory = ScriptedHost.Root, int port = ScriptedHost.Port) => new(
        ServerRoles.Replica,
        Endpoint.Parse($"db1:{port}"),
        host,
        directory,
        "bin/pegasus_server",
        "config.ini",
        "result",
        new ServerControl(host, In(directory, "start.sh"), In(directory, "stop.sh")),
        new Dictionary<string, string> { ["host"] = "db1", ["port"] = $"{port}", ["role"] = "replica", ["cluster"] = "c1", ["directory"] = directory });

    private static HostCommand In(string directory, string script) => new($"{directory}/{script}") { WorkingDirectory = directory };
}
