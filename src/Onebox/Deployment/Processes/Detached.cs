using System.Diagnostics;

namespace Nightshift.Onebox.Deployment.Processes;

/// <summary>
/// Runs a command of a deployment in a session of its own, with nothing of ours inherited: no terminal, no pipe, standard streams on
/// <c>/dev/null</c> and a file. What it leaves running outlives this program.
/// </summary>
internal static class Detached
{
    /// <summary>Runs to the end and returns the command's exit code.</summary>
    /// <param name="folder">The command's current directory.</param>
    /// <param name="output">File that gets standard output and error, appended.</param>
    /// <param name="command">Program and arguments.</param>
    public static async Task<int> RunAsync(string folder, string output, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Start(folder, output, "exec \"$@\"", command);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Leaves the command running and returns at once.</summary>
    public static async Task LaunchAsync(string folder, string output, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Start(folder, output, "\"$@\" &", command);
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Takes the output file off the arguments, and closes every descriptor that somebody left open for inheritance.</summary>
    private const string CloseAll =
        "exec </dev/null >>\"$1\" 2>&1; shift; for fd in /proc/self/fd/*; do fd=${fd##*/}; [ \"$fd\" -le 2 ] || eval \"exec $fd>&-\"; done";

    private static Process Start(string folder, string output, string script, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = folder, UseShellExecute = false };
        foreach (var argument in (string[])["bash", "-c", $"{CloseAll}; {script}", "bash", output, .. command])
            start.ArgumentList.Add(argument);
        // Settings of the program that runs us would make the deployment depend on who started it.
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList()) start.Environment.Remove(name);
        return Process.Start(start) ?? throw new InvalidOperationException("setsid did not start");
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("MSBUILD", StringComparison.Ordinal)
        || name.StartsWith("VSTEST", StringComparison.Ordinal)
        || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
        || name.StartsWith("ONEBOX_", StringComparison.Ordinal)
        || (name.StartsWith("DOTNET_", StringComparison.Ordinal) && name != "DOTNET_ROOT");
}
