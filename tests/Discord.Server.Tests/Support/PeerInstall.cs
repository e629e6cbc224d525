using System.Diagnostics;
using System.Reflection;

namespace Nightshift.Discord.Server.Tests.Support;

/// <summary>Puts the peer's script and its pinned packages below obj by `npm ci`, once per lock file.</summary>
public sealed class PeerInstall : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Directory { get; } = Setting("PeerInstallDirectory");

    public async Task InitializeAsync()
    {
        var source = Setting("PeerDirectory");
        System.IO.Directory.CreateDirectory(Directory);
        var installed = Path.Combine(Directory, "installed-lock.json");
        var wanted = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
        foreach (var file in System.IO.Directory.GetFiles(source)) File.Copy(file, Path.Combine(Directory, Path.GetFileName(file)), overwrite: true);
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted) return;

        await RunAsync("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        await File.WriteAllTextAsync(installed, wanted);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Starts a program of the Debian packages nodejs and npm.</summary>
    public static Process Start(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"'{program}' does not start; it is in the Debian packages nodejs and npm (tests/run.sh installs them).", error);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        using var deadline = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{await output}\n{await errors}");
    }

    private static string Setting(string key) => typeof(PeerInstall).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;
}
