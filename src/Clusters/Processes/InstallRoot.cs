using System.Text;
using Nightshift.Hosts;

namespace Nightshift.Clusters;

/// <summary>The directory on its host that a node is installed in.</summary>
/// <param name="node">As people call it.</param>
/// <param name="directory">Absolute, as it is configured.</param>
public sealed class InstallRoot(object node, IHost host, string directory)
{
    private const int TailBytes = 2_000;
    private const int TailLines = 3;

    /// <summary>The directory without symbolic links, as /proc shows executables.</summary>
    /// <exception cref="ProcessControlException">There is no such directory.</exception>
    public async Task<string> RealPathAsync(CancellationToken cancellationToken)
    {
        var result = await host.RunAsync(new HostCommand("readlink", "-e", "--", directory), cancellationToken);
        var path = result.ExitCode == 0 ? result.Stdout.Text.TrimEnd('\n') : "";
        return path.StartsWith('/') ? path : throw new ProcessControlException(node, $"there is no directory {directory} on {host.Name}; correct its Directory in the configuration");
    }

    /// <summary>The digest of the program that a start would run.</summary>
    /// <param name="program">Below the directory: <c>bin/openmldb</c>.</param>
    /// <exception cref="ProcessControlException">There is none.</exception>
    public async Task<Sha256Digest> ProgramDigestAsync(string program, CancellationToken cancellationToken) =>
        await host.DigestAsync($"{directory}/{program}", cancellationToken)
        ?? throw new ProcessControlException(node, $"{directory}/{program} does not exist on {host.Name}; install a release first");

    /// <summary>The end of a log as part of a sentence; where it cannot be read, that.</summary>
    /// <param name="log">Below the directory: <c>logs/tablet.log</c>.</param>
    public async Task<string> LogTailAsync(string log, CancellationToken cancellationToken)
    {
        var path = $"{directory}/{log}";
        try
        {
            var tail = await host.ReadTailAsync(path, TailBytes, cancellationToken);
            var last = Plain(tail).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(TailLines);
            return tail.Length == 0 ? $"{path} is empty" : $"the end of {path}: {string.Join(" | ", last)}";
        }
        catch (HostFileException unreadable)
        {
            return $"see its log ({unreadable.Message})";
        }
    }

    private static string Plain(CommandOutput output) => new([.. Encoding.UTF8.GetString(output.Bytes.Span).Where(c => c == '\n' || !char.IsControl(c))]);
}
