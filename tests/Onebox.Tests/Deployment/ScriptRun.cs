using System.Diagnostics;

namespace Nightshift.Onebox.Tests.Deployment;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record ScriptRun(int Exit, string Output, string Error)
{
    /// <summary>Runs to the end, with an environment as bare as over SSH.</summary>
    public static async Task<ScriptRun> Of(string folder, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        using var process = Process.Start(start)!;
        // Both are read to the end: a server that kept our pipes would hold this up, and the test with it.
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await Task.WhenAll(output, error, process.WaitForExitAsync()).WaitAsync(TimeSpan.FromSeconds(60));
        return new ScriptRun(process.ExitCode, await output, await error);
    }
}
