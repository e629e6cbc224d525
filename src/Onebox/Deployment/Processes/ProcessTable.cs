using System.Globalization;

namespace Nightshift.Onebox.Deployment.Processes;

/// <summary>Reads <c>/proc</c>. A process that ends while it is read, or that belongs to somebody else, is left out.</summary>
internal static class ProcessTable
{
    private const string Deleted = " (deleted)";

    /// <summary>
    /// The processes that belong to a deployment in <paramref name="root"/>: their executable is inside of it (also when it has since been
    /// replaced or moved away), or they are a script of its <c>bin/</c> run by a shell.
    /// </summary>
    public static IReadOnlyList<DeployedProcess> Under(string root)
    {
        var prefix = Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;
        var found = new List<DeployedProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (Identify(pid) is not { } id) continue;
            var executable = Link($"/proc/{pid}/exe");
            if (executable is null) continue;
            if (executable.StartsWith(prefix, StringComparison.Ordinal))
                found.Add(new DeployedProcess(id, executable, IsScript: false));
            else if (ScriptOf(pid) is { } script && script.StartsWith(prefix, StringComparison.Ordinal))
                found.Add(new DeployedProcess(id, script, IsScript: true));
        }

        return found;
    }

    /// <summary>The process with that number now, or null when there is none or it is a zombie.</summary>
    public static ProcessId? Identify(int pid)
    {
        if (ReadText($"/proc/{pid}/stat") is not { } stat) return null;
        // The second field is the name in parentheses and may hold blanks: count from behind it. State is field 3, start time field 22.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        if (fields.Length < 20 || fields[0] is "Z" or "X") return null;
        return ulong.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? new ProcessId(pid, start) : null;
    }

    public static bool IsAlive(ProcessId process) => Identify(process.Pid) == process;

    /// <summary>What a script started by <c>#!</c> looks like: <c>bash ./bin/mon …</c>, in its deployment's folder.</summary>
    private static string? ScriptOf(int pid)
    {
        if (ReadText($"/proc/{pid}/cmdline")?.Split('\0') is not [_, var script, ..]) return null;
        if (Path.GetFileName(script) is not ("mon" or "start.sh")) return null;
        return Link($"/proc/{pid}/cwd") is { } folder ? Path.GetFullPath(script, folder) : null;
    }

    private static string? Link(string path)
    {
        try
        {
            var target = new FileInfo(path).LinkTarget;
            return target is not null && target.EndsWith(Deleted, StringComparison.Ordinal) ? target[..^Deleted.Length] : target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>A process of a deployment.</summary>
/// <param name="Id">The process.</param>
/// <param name="Path">Its executable, or the script that its shell runs; where it lay when it was started.</param>
/// <param name="IsScript">Whether it is a shell running a script (<c>mon</c>, <c>start.sh</c>).</param>
internal sealed record DeployedProcess(ProcessId Id, string Path, bool IsScript);
