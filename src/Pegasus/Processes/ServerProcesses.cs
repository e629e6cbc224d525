using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.Pegasus.Processes;

/// <summary>
/// The processes of one server, told by what the kernel says of them and never by pid files. Several servers may run the same file (a link to one release), so a process
/// belongs to a server by the place that it runs in: executable, first argument or working directory below the server's own.
/// </summary>
/// <param name="Servers">More than one means that somebody started it twice.</param>
/// <param name="Listening">Those that listen on the server's port.</param>
/// <param name="Stranger">Who else listens on that port; null when nobody does.</param>
/// <param name="Others">What else works in the server's directory: scripts, people's shells.</param>
internal sealed record ServerProcesses(IReadOnlyList<ProcessInfo> Servers, IReadOnlySet<int> Listening, string? Stranger, IReadOnlyList<ProcessInfo> Others)
{
    public bool None => Servers.Count == 0;

    /// <exception cref="HostException">The host could not be asked: nothing may be concluded.</exception>
    /// <exception cref="ProcessControlException">There is no such directory, or a process that may be the server may not be seen.</exception>
    public static async Task<ServerProcesses> FindAsync(ServerDeployment server, CancellationToken cancellationToken)
    {
        var unit = server.Control.Unit is { } systemd ? await systemd.ReadAsync(cancellationToken) : null;
        var where = await Whereabouts.AskAsync(server.Host, server.Directory, server.Endpoint.Port, cancellationToken);
        if (where.Root is not { } root) throw new ProcessControlException(server, $"there is no directory {server.Directory} on {server.Host.Name}; correct its Directory in the configuration");
        var seen = await SeenAsync(server.Host, [.. where.Within, .. where.Near, .. where.Listening, .. unit is { MainPid: > 0 } ? [unit.MainPid] : Array.Empty<int>()], cancellationToken);

        var fitting = seen.Where(process => IsProgram(process, server) && HasRole(process, server.Role)).ToList();
        if (fitting.Find(process => process.Executable is null && IsBelow(process.Arguments[0], server, root)) is { } hidden)
            throw new ProcessControlException(server, $"process {hidden.Pid} on {server.Host.Name} may be it, but its executable may not be seen by this login; log in there as the user that runs it");
        var ours = fitting.Where(process => process.Executable is not null && (where.Within.Contains(process.Pid) || process.Pid == unit?.MainPid
            || IsBelow(process.Executable, server, root) || (process.Arguments.Count > 0 && IsBelow(process.Arguments[0], server, root)))).ToList();

        var listening = ours.Select(process => process.Pid).Where(where.Listening.Contains).ToHashSet();
        return new ServerProcesses(ours, listening, listening.Count == 0 && where.Sockets > 0 ? Whose(where, seen) : null, [.. seen.Except(ours)]);
    }

    private static async Task<IReadOnlyList<ProcessInfo>> SeenAsync(IHost host, IEnumerable<int> pids, CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(pids.Distinct().Order().Select(pid => host.ProcessAsync(pid, cancellationToken)))).OfType<ProcessInfo>()];

    private static string Whose(Whereabouts where, IEnumerable<ProcessInfo> seen) =>
        seen.FirstOrDefault(process => where.Listening.Contains(process.Pid)) is { } known
            ? $"process {known.Pid} ({known.Executable ?? (known.Arguments.Count > 0 ? known.Arguments[0] : "unnamed")})"
            : where.Listening.Count > 0 ? $"process {where.Listening.First()}" : "a process that this login may not see";

    private static bool IsProgram(ProcessInfo process, ServerDeployment server) =>
        IsNamed(process.Executable, server.ProgramName) || (process.Arguments.Count > 0 && IsNamed(process.Arguments[0], server.ProgramName));

    private static bool IsNamed(string? path, string name) => path is not null && (path == name || path.EndsWith("/" + name, StringComparison.Ordinal));

    private static bool IsBelow(string path, ServerDeployment server, string root) =>
        path.StartsWith(root + "/", StringComparison.Ordinal) || path.StartsWith(server.Directory + "/", StringComparison.Ordinal);

    /// <summary><c>-app_list replica</c>, also <c>replica@1;meta@1</c>; without it a process runs every role of its configuration.</summary>
    private static bool HasRole(ProcessInfo process, string role)
    {
        var at = process.Arguments.ToList().IndexOf("-app_list");
        return at < 0 || at + 1 >= process.Arguments.Count || process.Arguments[at + 1].Split(';', ',').Any(app => app.Split('@')[0].Trim() == role);
    }
}
