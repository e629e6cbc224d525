using System.Globalization;
using Nightshift.Clusters;
using Nightshift.Hosts;
using Nightshift.Pegasus.Maintenance;

namespace Nightshift.Pegasus.Processes;

/// <summary>Where each server of one cluster is installed, from the configuration. The settings have been checked by <see cref="PegasusSettingsValidator"/>.</summary>
/// <param name="cluster">As <c>Nightshift:Clusters</c> calls it.</param>
internal sealed class Installations(string cluster, PegasusSettings settings, IHosts hosts, TimeProvider time)
{
    private const string Everyone = "*";
    private static readonly HostAddress Here = HostAddress.Parse("localhost");

    /// <summary>Every server that the configuration names one by one.</summary>
    public IReadOnlyList<ServerDeployment> Named =>
        [.. settings.Servers.SelectMany(installation => Endpoints(installation).Select(endpoint => (installation.Role, Endpoint: Endpoint.Parse(endpoint)))).Distinct().Select(server => Of(server.Role, server.Endpoint))];

    /// <summary>Null when nobody said how the server is installed.</summary>
    public ServerDeployment? Find(string role, Endpoint server) =>
        settings.Servers.FirstOrDefault(installation => installation.Role == role && Fits(installation, server)) is { } found ? Deployment(found, server) : null;

    /// <exception cref="InvalidOperationException">Nobody said; the message says where to add it.</exception>
    public ServerDeployment Of(string role, Endpoint server) => Find(role, server)
        ?? throw new InvalidOperationException($"{ServerRoles.ForPeople(role)} {server}: nobody said where it is installed; add it under Nightshift:Clusters:{cluster}:Servers");

    /// <exception cref="InvalidOperationException">As <see cref="Of"/>.</exception>
    public IServerProcess Process(string role, Endpoint server) => new ServerProcess(Of(role, server), time);

    internal static IReadOnlyList<string> Endpoints(ServerInstallation installation) =>
        installation.Endpoint == Everyone ? [] : Listed(installation.Endpoint);

    internal static IReadOnlyList<string> Tasks(ServerInstallation installation) => Listed(installation.Task);

    /// <exception cref="FormatException">A placeholder has no value for this server, or what comes of it is no address or path.</exception>
    internal ServerDeployment Deployment(ServerInstallation installation, Endpoint server)
    {
        var values = Values(installation, server);
        var directory = Placeholders.Fill(installation.Directory, values);
        values["directory"] = directory;
        var host = hosts.Get(installation.Host.Length == 0 ? HostAddress.Parse(server.Host) : Address(Placeholders.Fill(installation.Host, values)));
        return new ServerDeployment(
            installation.Role, server, host, directory, installation.Program, installation.Configuration, installation.Log, Control(installation, values, host), values);
    }

    private Dictionary<string, string> Values(ServerInstallation installation, Endpoint server)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = server.Host,
            ["port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["role"] = installation.Role,
            ["cluster"] = settings.ClusterName.Length > 0 ? settings.ClusterName : cluster,
        };
        var at = Endpoints(installation).ToList().IndexOf(server.ToString());
        if (at >= 0 && Tasks(installation) is var tasks && at < tasks.Count) values["task"] = tasks[at];
        return values;
    }

    private ServerControl Control(ServerInstallation installation, Dictionary<string, string> values, IHost host)
    {
        if (installation.Control == "systemd")
        {
            var unit = new SystemdUnit(host, Placeholders.Fill(installation.Unit, values), installation.Sudo);
            return new ServerControl(host, unit.Command("start"), unit.Command("stop"), unit);
        }

        var elsewhere = installation.RunOn.Length > 0;
        return new ServerControl(elsewhere ? hosts.Get(Address(installation.RunOn)) : host, Command("start"), Command("stop"), IsScript: installation.Control == "script");

        HostCommand Command(string verb)
        {
            var directory = installation.WorkingDirectory.Length > 0 ? Placeholders.Fill(installation.WorkingDirectory, values) : elsewhere ? null : values["directory"];
            var arguments = Arguments(installation, verb).Select(argument => Placeholders.Fill(argument, values)).ToList();

            // The name of a file beside a script is no name to be looked for in PATH.
            if (installation.Control == "script" && !arguments[0].StartsWith('/')) arguments[0] = $"{directory ?? values["directory"]}/{arguments[0]}";
            return new HostCommand(arguments) { WorkingDirectory = directory, Environment = installation.Environment };
        }
    }

    internal static IReadOnlyList<string> Arguments(ServerInstallation installation, string verb) =>
        installation.Commands.TryGetValue(verb, out var given) ? given : installation.Control == "script" ? [$"{{directory}}/{verb}.sh"] : [];

    internal static HostAddress Address(string text) => text == "local" ? Here : HostAddress.Parse(text);

    private static bool Fits(ServerInstallation installation, Endpoint server) =>
        installation.Endpoint == Everyone || Endpoints(installation).Contains(server.ToString(), StringComparer.Ordinal);

    private static string[] Listed(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
