using System.Collections;
using System.Diagnostics;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// This machine. A line runs as one of an SSH login would: in a session of its own, in the home directory, with a login's environment and
/// not ours.
/// </summary>
internal sealed class LocalShell(HostAddress address, HostsOptions options) : IShell
{
    /// <summary>
    /// .NET ignores SIGPIPE, and whoever started us may have had us ignore others (nohup, a shell's background); children would too, and no shell can undo that. GNU env
    /// (coreutils 8.31) can, so it does where it is there.
    /// </summary>
    private const string WithDefaultSignals =
        "if env --default-signal true 2>/dev/null; then exec env --default-signal /bin/sh -c \"$1\"; fi; exec /bin/sh -c \"$1\"";

    private static readonly string[] LoginVariables =
    [
        "HOME", "PATH", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH", "JAVA_HOME",
        "DOTNET_ROOT", "DOTNET_CLI_HOME",
    ];

    public HostAddress Address => address;

    public TimeSpan Beginning { get; } = TimeSpan.FromSeconds(10);

    public async Task RunAsync(
        string line, Func<Stream, CancellationToken, Task>? stdin, IShellSink stdout, IShellSink stderr, CancellationToken hangUp)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", WithDefaultSignals, ShellLine.HelperName, line])
        {
            WorkingDirectory = home,
        };
        KeepLoginVariables(start.Environment);
        start.Environment.TryAdd("HOME", home);
        Descriptors.KeepFromChildren();
        await ShellProcess.RunAsync(start, stdin, stdout, stderr, killOnHangUp: false, hangUp);
    }

    /// <summary>No connection that could fail: the shell itself was ended.</summary>
    public ConnectFailedReason Classify(string said) => ConnectFailedReason.Lost;

    public Task AbandonAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void KeepLoginVariables(IDictionary<string, string?> environment)
    {
        environment.Clear();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (LoginVariables.Contains(name)
                || name.StartsWith("LC_", StringComparison.Ordinal)
                || options.LocalEnvironment.Contains(name))
                environment[name] = (string?)entry.Value;
        }
    }
}
