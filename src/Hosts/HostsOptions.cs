namespace Nightshift.Hosts;

/// <summary>How hosts are reached.</summary>
public sealed record HostsOptions
{
    /// <summary>Reach loopback names by SSH too. An address with a user or a port always goes by SSH.</summary>
    public bool LoopbackBySsh { get; init; }

    /// <summary>ssh_config(5) file used instead of the user's and the system's; null: those.</summary>
    public string? SshConfigFile { get; init; }

    /// <summary>known_hosts file used instead of the configured ones; null: those.</summary>
    public string? KnownHostsFile { get; init; }

    /// <summary>TCP connection, host key and login together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A silent connection is asked this often for a sign of life, and given up after <see cref="AliveCount"/> unanswered ones.
    /// </summary>
    public TimeSpan AliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    public int AliveCount { get; init; } = 3;

    /// <summary>How long an unused connection stays open; also how long one outlives this program when it is killed.</summary>
    public TimeSpan IdleConnection { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a host may take for an enquiry of ours (file, process, detached command), beside what it transfers.</summary>
    public TimeSpan EnquiryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time for shipping one file or tree.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Where hosts keep the records of detached commands: absolute, or below the login's home. Must not be shared between hosts.
    /// </summary>
    public string DetachedRoot { get; init; } = ".nightshift/commands";

    /// <summary>
    /// Records of ended commands older than this are removed whenever another one ends. Whole days, at least one. An id must not be used
    /// again after that.
    /// </summary>
    public TimeSpan DetachedRetention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Bytes of stdout and of stderr that come with a detached command's status.</summary>
    public int DetachedTail { get; init; } = 64 * 1024;

    /// <summary>
    /// Environment variables that local commands get from this program beside those of a login (HOME, PATH, USER, LANG, ...): the others
    /// may be secrets.
    /// </summary>
    public IReadOnlyList<string> LocalEnvironment { get; init; } = [];
}
