using Nightshift.Hosts;

namespace Nightshift.Clusters;

/// <summary>Lines that people paste into a shell. Nothing is ever run by them here.</summary>
public static class HandShell
{
    /// <summary>The line as it is typed on this machine for it to run on that one.</summary>
    public static string On(HostAddress host, string line) => host.IsLoopback ? line : $"{Ssh(host)} {Quote(line)}";

    /// <summary>One word that a POSIX shell reads back as exactly this text.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or '@') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Ssh(HostAddress host) => $"ssh {(host.Port is { } port ? $"-p {port} " : "")}{(host.User is { } user ? $"{user}@" : "")}{host.Name}";
}
