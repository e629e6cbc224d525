using Nightshift.Clusters;
using Nightshift.Hosts;

namespace Nightshift.OpenMldb.Processes;

/// <summary>The processes of one deployment, told by what the kernel says of them and never by pid files: an orphan of a slow start has none.</summary>
/// <param name="Servers">Processes of <c>bin/openmldb</c> with this component's flag file. More than one means that somebody started it twice.</param>
/// <param name="Monitors">Processes of <c>bin/mon</c> that would start the server again.</param>
public sealed record NodeProcesses(IReadOnlyList<ProcessInfo> Servers, IReadOnlyList<ProcessInfo> Monitors)
{
    public bool None => Servers.Count == 0 && Monitors.Count == 0;

    /// <summary>Monitors first: a server whose monitor lives is started again.</summary>
    public IReadOnlyList<ProcessInfo> All => [.. Monitors, .. Servers];

    /// <summary>Looks below the deployment's directory, also where an exchanged <c>bin</c> was moved to.</summary>
    /// <exception cref="HostException">The host could not be asked: nothing may be concluded.</exception>
    public static async Task<NodeProcesses> FindAsync(NodeDeployment node, CancellationToken cancellationToken)
    {
        var directory = await node.Root.RealPathAsync(cancellationToken);
        var below = await node.Host.FindProcessesAsync(directory + "/", cancellationToken);
        if (below.FirstOrDefault(process => IsHidden(process, node.FlagFile)) is { } hidden)
            throw new ProcessControlException(node, $"process {hidden.Pid} on {node.Host.Name} may be it, but its executable may not be seen by this login; log in there as the user that runs it");
        var ours = below
            .Where(process => process.Executable?.StartsWith(directory + "/", StringComparison.Ordinal) == true)
            .Where(process => process.Arguments.Any(argument => Names(argument, node.FlagFile)))
            .ToList();
        return new NodeProcesses([.. ours.Where(process => !IsMonitor(process))], [.. ours.Where(IsMonitor)]);
    }

    /// <summary>A process of another user, which calls itself by the right names.</summary>
    private static bool IsHidden(ProcessInfo process, string flagFile) =>
        process is { Executable: null, Arguments: [var program, ..] }
        && (program.EndsWith("/openmldb", StringComparison.Ordinal) || program.EndsWith("/mon", StringComparison.Ordinal))
        && process.Arguments.Any(argument => Names(argument, flagFile));

    private static bool IsMonitor(ProcessInfo process) => process.Executable!.EndsWith("/mon", StringComparison.Ordinal);

    /// <summary>The file is named as a whole: <c>conf/tablet.flags</c> is not <c>conf/tablet.flags.old</c>, nor <c>xconf/tablet.flags</c>.</summary>
    private static bool Names(string argument, string file)
    {
        for (var at = argument.IndexOf(file, StringComparison.Ordinal); at >= 0; at = argument.IndexOf(file, at + 1, StringComparison.Ordinal))
        {
            var before = at == 0 ? '/' : argument[at - 1];
            var after = at + file.Length == argument.Length ? ' ' : argument[at + file.Length];
            if (before is '/' or '=' or ' ' && after is ' ' or '"') return true;
        }

        return false;
    }
}
