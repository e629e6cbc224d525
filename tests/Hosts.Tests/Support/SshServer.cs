using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Nightshift.Hosts.Tests.Support;

/// <summary>
/// A real sshd on a free loopback port, run by the current user, with keys of its own. Missing is an error, not a reason to skip.
/// </summary>
public sealed class SshServer : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightshift-sshd-").FullName;
    private Process? _sshd;

    private SshServer(int port) => Port = port;

    public int Port { get; }

    public int ProcessId => _sshd!.Id;

    /// <summary>The user's ssh_config, with the one key that the server knows.</summary>
    public string ClientConfig => In("client_config");

    /// <summary>One with a key that the server does not know.</summary>
    public string StrangerConfig => In("stranger_config");

    public string KnownHosts => In("known_hosts");

    public string EmptyKnownHosts => In("empty_known_hosts");

    public string WrongKnownHosts => In("wrong_known_hosts");

    public static async Task<SshServer> StartAsync()
    {
        var server = new SshServer(FreePort.Next());
        try
        {
            await server.PrepareAsync();
            server.Launch();
            await Eventually.Async(() => FreePort.AcceptsAsync(server.Port), "sshd listens");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public HostsOptions Trusted(HostsOptions options) => options with { SshConfigFile = ClientConfig, KnownHostsFile = KnownHosts };

    /// <summary>Process ids of the sessions, found through our own handle on the server.</summary>
    public IReadOnlyList<int> Sessions() => ProcessTree.ChildrenOf(ProcessId);

    /// <summary>known_hosts lines for this server under other ports (of a proxy).</summary>
    public string KnownHostsFor(int port)
    {
        var file = In($"known_hosts_{port}");
        File.WriteAllText(file, $"[127.0.0.1]:{port} {PublicKey("host_key")}");
        return file;
    }

    /// <summary>Ends it with all its sessions; detached commands live on, as they should.</summary>
    public void Stop() => _sshd!.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (_sshd is not null)
        {
            Stop();
            await _sshd.WaitForExitAsync();
            _sshd.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string In(string name) => Path.Combine(_directory, name);

    private string PublicKey(string name) => string.Join(' ', File.ReadAllText(In(name + ".pub")).Split(' ')[..2]) + "\n";

    private async Task PrepareAsync()
    {
        foreach (var key in (string[])["host_key", "other_key", "user_key", "stranger_key"])
            await Programs.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", In(key));
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd");
        File.WriteAllText(In("authorized_keys"), PublicKey("user_key"));
        File.WriteAllText(KnownHosts, $"[127.0.0.1]:{Port} {PublicKey("host_key")}");
        File.WriteAllText(WrongKnownHosts, $"[127.0.0.1]:{Port} {PublicKey("other_key")}");
        File.WriteAllText(EmptyKnownHosts, "");
        File.WriteAllText(ClientConfig, ConfigWith("user_key"));
        File.WriteAllText(StrangerConfig, ConfigWith("stranger_key"));
        File.WriteAllText(In("sshd_config"), $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {In("host_key")}
            PidFile none
            AuthorizedKeysFile {In("authorized_keys")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            MaxStartups 100
            """ + "\n");
    }

    private string ConfigWith(string key) => $"""
        Host *
            IdentityFile {In(key)}
            IdentitiesOnly yes
            IdentityAgent none
        """ + "\n";

    private void Launch()
    {
        var start = new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-E", In("log"), "-f", In("sshd_config")]);
        _sshd = Process.Start(start)!;
    }
}
