using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nightshift.Hosts.Shells;

/// <summary>
/// Command lines of ssh(1). What the user's ssh_config says holds (names, keys, jump hosts, agent), but for what must be so: no questions,
/// known host keys only, no terminal, no forwarding, no command of the configuration's.
/// </summary>
internal sealed class OpenSshArguments(HostAddress address, HostsOptions options, string controlDirectory)
{
    /// <summary>Short: a socket's path has 108 bytes (unix(7)), of which ssh takes 17 for its temporary name.</summary>
    internal string ControlPath { get; } = Path.Combine(
        controlDirectory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToString())).AsSpan(0, 8)));

    internal IEnumerable<string> ForMaster() => [.. Common(), "-o", "ControlMaster=yes", "-f", "-N", "--", address.Name];

    /// <summary>ControlMaster=auto: a line that finds its master dead becomes the next one.</summary>
    internal IEnumerable<string> ForLine(string line) =>
    [
        .. Common(), "-o", "ControlMaster=auto", "-o", "SessionType=default", "-o", "ForkAfterAuthentication=no", "-o", "StdinNull=no",
        "--", address.Name, line,
    ];

    internal IEnumerable<string> ForControl(string command) => [.. Common(), "-O", command, "--", address.Name];

    private static string Seconds(TimeSpan span) => ((int)Math.Ceiling(span.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private IEnumerable<string> Common() =>
    [
        .. options.SshConfigFile is { } file ? ["-F", file] : Array.Empty<string>(),
        .. KnownHosts(),
        .. address.User is { } user ? ["-l", user] : Array.Empty<string>(),
        .. address.Port is { } port ? ["-p", port.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        "-T", "-x",
        .. Fixed().SelectMany(option => new[] { "-o", option }),
    ];

    private IEnumerable<string> KnownHosts() => options.KnownHostsFile is { } file
        ? ["-o", $"UserKnownHostsFile=\"{file}\"", "-o", "GlobalKnownHostsFile=/dev/null"]
        : [];

    private IEnumerable<string> Fixed() =>
    [
        $"ControlPath={ControlPath}",
        $"ControlPersist={Seconds(options.IdleConnection)}",
        $"ConnectTimeout={Seconds(options.ConnectTimeout)}",
        $"ServerAliveInterval={Seconds(options.AliveInterval)}",
        $"ServerAliveCountMax={options.AliveCount.ToString(CultureInfo.InvariantCulture)}",
        "ConnectionAttempts=1",
        "BatchMode=yes",
        "StrictHostKeyChecking=yes",
        "UpdateHostKeys=no",
        "ClearAllForwardings=yes",
        "RequestTTY=no",
        "RemoteCommand=none",
        "PermitLocalCommand=no",
        "LogLevel=INFO",
    ];
}
