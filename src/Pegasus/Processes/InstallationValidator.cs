using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>Every fault of one entry of <c>Servers</c>, each a sentence that begins with the setting.</summary>
internal static class InstallationValidator
{
    private static readonly string[] Controls = ["script", "systemd", "commands"];
    private static readonly string[] Verbs = ["start", "stop"];
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "ksh", "zsh", "csh", "tcsh", "fish", "eval"];

    /// <param name="cluster">What <c>{cluster}</c> stands for.</param>
    public static IEnumerable<string> Validate(ServerInstallation server, string cluster)
    {
        var faults = new List<string>();
        if (!ServerRoles.All.Contains(server.Role)) faults.Add($"Role: '{server.Role}' is none of {string.Join(", ", ServerRoles.All)}");
        faults.AddRange(Addresses(server));
        faults.AddRange(Paths(server));
        faults.AddRange(Control(server));
        foreach (var (setting, template) in Templates(server))
        {
            if (FaultOf(template, setting == "Directory") is { } fault) faults.Add($"{setting}: {fault}");
        }

        // Only what is well formed can be tried on a server of it.
        if (faults.Count == 0) faults.AddRange(Tried(server, cluster));
        return faults;
    }

    private static IEnumerable<string> Addresses(ServerInstallation server)
    {
        var endpoints = Installations.Endpoints(server);
        if (server.Endpoint != "*" && endpoints.Count == 0) yield return "Endpoint: nobody said which; host:port, several with commas, or * for all";
        foreach (var endpoint in endpoints.Where(endpoint => !Endpoint.TryParse(endpoint, out var parsed) || parsed.IsName)) yield return $"Endpoint: '{endpoint}' is not host:port";
        var tasks = Installations.Tasks(server);
        if (tasks.Count > 0 && tasks.Count != endpoints.Count) yield return $"Task: {tasks.Count} for {endpoints.Count} endpoints; as many, in the same order";
        foreach (var task in tasks.Where(task => !task.All(char.IsAsciiDigit))) yield return $"Task: '{task}' is not a number";
        if (server.RunOn.Length > 0 && server.RunOn != "local" && !HostAddress.TryParse(server.RunOn, out _)) yield return $"RunOn: '{server.RunOn}' is not [user@]name[:port]";
        if (server.Host is { Length: > 0 } host && host != "local" && !host.Contains('{', StringComparison.Ordinal) && !HostAddress.TryParse(host, out _)) yield return $"Host: '{host}' is not [user@]name[:port]";
    }

    private static IEnumerable<string> Paths(ServerInstallation server)
    {
        if (!IsFolder(server.Directory)) yield return $"Directory: '{server.Directory}' is not an absolute path without a slash at its end";
        if (server.WorkingDirectory.Length > 0 && !IsFolder(server.WorkingDirectory)) yield return $"WorkingDirectory: '{server.WorkingDirectory}' is not an absolute path without a slash at its end";
        foreach (var (setting, path) in new[] { ("Program", server.Program), ("Configuration", server.Configuration), ("Log", server.Log) })
        {
            if (path.Length == 0 || path.StartsWith('/') || path.EndsWith('/') || path.Split('/').Contains("..") || path.Any(char.IsControl)) yield return $"{setting}: '{path}' is not the path of a file below the Directory";
        }
    }

    private static IEnumerable<string> Control(ServerInstallation server)
    {
        if (!Controls.Contains(server.Control)) yield return $"Control: '{server.Control}' is none of {string.Join(", ", Controls)}";
        if (server.Control == "systemd" && server.Unit.Length == 0) yield return "Unit: nobody said which; as in pegasus-replica.service";
        if (server.Control == "systemd" && server.RunOn.Length > 0) yield return "RunOn: systemctl runs on the server's own host; leave it out";
        if (server.Control != "systemd" && server.Unit.Length > 0) yield return $"Unit: Control is {server.Control}, not systemd";
        foreach (var verb in server.Commands.Keys.Where(verb => !Verbs.Contains(verb))) yield return $"Commands:{verb}: there is no such verb; {string.Join(" and ", Verbs)}";
        if (server.Control == "systemd")
        {
            if (server.Commands.Count > 0) yield return "Commands: systemd needs none; with commands of your own take Control: commands";
            yield break;
        }

        foreach (var verb in Verbs)
        {
            var arguments = Installations.Arguments(server, verb);
            if (arguments.Count == 0) yield return $"Commands:{verb}: nobody said how; an argument list";
            else if (arguments[0].Length == 0 || arguments[0].StartsWith('-')) yield return $"Commands:{verb}: '{arguments[0]}' is not a program";
            else if (IsShellLine(arguments)) yield return $"Commands:{verb}: a placeholder is part of a line for a shell; write a script that takes it as an argument";
        }
    }

    /// <summary>What may hold placeholders, with the setting's name.</summary>
    private static IEnumerable<(string Setting, string Template)> Templates(ServerInstallation server) =>
    [
        ("Host", server.Host),
        ("Directory", server.Directory),
        ("Unit", server.Unit),
        ("WorkingDirectory", server.WorkingDirectory),
        .. server.Commands.SelectMany(command => command.Value.Select(argument => ($"Commands:{command.Key}", argument))),
    ];

    private static string? FaultOf(string template, bool isDirectory)
    {
        if (template.Any(char.IsControl)) return "a control character";
        try
        {
            return isDirectory && Placeholders.In(template).Contains("directory") ? "{directory} cannot be part of itself" : null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    private static HashSet<string> Tried(ServerInstallation server, string cluster)
    {
        var installations = new Installations(cluster, new PegasusSettings(), NoHosts.Instance, TimeProvider.System);
        var faults = new HashSet<string>();
        foreach (var endpoint in Installations.Endpoints(server).DefaultIfEmpty("a-host.example:1"))
        {
            try
            {
                installations.Deployment(server, Endpoint.Parse(endpoint));
            }
            catch (Exception fault) when (fault is FormatException or ArgumentException)
            {
                faults.Add(fault.Message);
            }
        }

        return faults;
    }

    /// <summary><c>sh -c "deploy stop {cluster}"</c>: the value would be read by the shell.</summary>
    private static bool IsShellLine(IReadOnlyList<string> arguments) =>
        arguments.Any(argument => Shells.Contains(argument[(argument.LastIndexOf('/') + 1)..]))
        && arguments.Any(argument => argument.StartsWith('-') && !argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('c', StringComparison.Ordinal))
        && arguments.Any(argument => argument.Contains('{', StringComparison.Ordinal) && argument.Contains(' ', StringComparison.Ordinal));

    private static bool IsFolder(string path) => path.StartsWith('/') && path.Length > 1 && !path.EndsWith('/') && !path.Split('/').Contains("..");

    /// <summary>Addresses are only formed, nobody is connected to.</summary>
    private sealed class NoHosts : IHosts
    {
        public static readonly NoHosts Instance = new();

        public IHost Get(HostAddress address) => null!;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
