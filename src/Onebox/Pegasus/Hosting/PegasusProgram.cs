using System.Net;
using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Collector;
using Nightshift.Onebox.Pegasus.Configuration;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Onebox.Pegasus.Replica.Serving;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;

namespace Nightshift.Onebox.Pegasus.Hosting;

/// <summary>
/// A server as the process that it is run in: <c>pegasus_server config.ini -app_list meta|replica|collector</c>, in its own folder. SIGTERM is left at its
/// default, which ends the process at once: no hand-over, no end of the ZooKeeper session, no flush.
/// </summary>
internal static class PegasusProgram
{
    private const int Done = 0;
    private const int WrongRequest = 1;
    private const int Aborted = 134;
    private const string RoleOption = "-app_list";

    /// <summary>Whether the arguments are those of a Pegasus server.</summary>
    public static bool Handles(string[] args) => args.Contains(RoleOption);

    /// <summary>Whether <c>pegasus_server</c> is asked for its version: the program's name tells it from the other components.</summary>
    public static bool AsksForVersion(string[] args) =>
        args is ["-v" or "-version" or "--version"] && Path.GetFileName(Environment.ProcessPath) == PegasusReleases.Executable;

    /// <param name="fullVersion">Release and build id with a dash between.</param>
    public static string VersionLine(string fullVersion)
    {
        var identity = Identity(fullVersion, default);
        return $"Pegasus Server {identity.Version} ({identity.GitCommit}) Release";
    }

    /// <param name="fullVersion">Release and build id with a dash between.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, string fullVersion, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        if (args is not [var configuration, RoleOption, var role])
        {
            await Console.Error.WriteLineAsync("Usage: pegasus_server <config.ini> -app_list meta|replica|collector");
            return WrongRequest;
        }

        var directory = Environment.CurrentDirectory;
        var ini = IniFile.Read(configuration);
        using var log = new ServerLog(Path.Combine(directory, "log"), time);
        var faults = new OneboxFaults(ini, log);
        var overlay = new FaultOverlay(ini, faults, directory, time);
        overlay.Refresh();
        var identity = Identity(fullVersion, started);
        var generation = Generations.Of(identity.Version, ini.Text("onebox", "generation", ""));
        await Console.Out.WriteLineAsync($"Pegasus Server {identity.Version} ({identity.GitCommit}) starts as {role}, process {Environment.ProcessId}");
        var watching = overlay.WatchAsync(cancellationToken);
        var reason = role switch
        {
            "replica" => await ReplicaAsync(ini, identity, generation, faults, directory, time, log, watching),
            "meta" => await MetaProgram.RunAsync(
                MetaProgram.Environment(NodeOf(ini, "meta", 34601, generation), ini, identity, generation, faults, time, new Random(), log), watching),
            "collector" => await CollectorAsync(ini, identity, generation, time, log, watching),
            _ => throw new FormatException($"no role named {role}"),
        };
        if (reason is null) return Done;
        await Console.Error.WriteLineAsync(reason);
        return Aborted;
    }

    private static ServerIdentity Identity(string fullVersion, DateTimeOffset started)
    {
        var dash = fullVersion.IndexOf('-', StringComparison.Ordinal);
        return new ServerIdentity(fullVersion[..dash], fullVersion[(dash + 1)..], started);
    }

    /// <summary>Where a server listens, by the port of its section.</summary>
    public static NodeAddress NodeOf(IniFile ini, string role, int port, WireGeneration generation)
    {
        var ip = RpcAddress.Of(new IPEndPoint(IPAddress.Loopback, ini.Int($"apps.{role}", "ports", port)));
        var host = ini.Text("onebox", "host_name", "localhost");
        return generation == WireGeneration.HostPort ? NodeAddress.Of(ip, $"{host}:{ip.Port}") : NodeAddress.Of(ip);
    }

    private static async Task<string?> ReplicaAsync(
        IniFile ini, ServerIdentity identity, WireGeneration generation, OneboxFaults faults, string directory, TimeProvider time, ILogger log, Task watching)
    {
        var options = new ReplicaOptions(ini);
        await using var server = new ReplicaServer(
            NodeOf(ini, "replica", 34801, generation), identity, generation, options, faults, directory, time, new Random(), log);
        server.Start();
        var ended = await Task.WhenAny(server.Aborted, watching);
        if (ended == watching) await watching;
        return await server.Aborted;
    }

    private static async Task<string?> CollectorAsync(
        IniFile ini, ServerIdentity identity, WireGeneration generation, TimeProvider time, ILogger log, Task watching)
    {
        await using var server = new CollectorServer(NodeOf(ini, "collector", 34101, generation), identity, generation, ini, time, log);
        server.Start();
        await watching;
        return null;
    }
}
