using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Faults;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Components.ApiServer;

/// <summary>The API server as a process. It registers nowhere.</summary>
internal static class ApiServerProgram
{
    /// <returns>The exit code, after the token fired.</returns>
    public static async Task<int> RunAsync(Settings settings, string version, TimeProvider time, CancellationToken cancellationToken)
    {
        var faults = new ComponentFaults(FaultFile.In("."), time);
        if (!await faults.StartAsync(cancellationToken)) return 1;
        var options = new ZooKeeperOptions
        {
            Servers = ConnectString.Parse(settings.Require("zk_cluster")),
            // The binary's default: the template does not set it for this component.
            SessionTimeout = settings.Milliseconds("zk_session_timeout", 2000),
        };
        await using var zooKeeper = new ZooKeeperSessions(options, time, new Random(Environment.ProcessId), NullLogger<ZooKeeperClient>.Instance);
        using var http = new NodeHttp();
        var catalog = new Catalog(zooKeeper, ZNodePath.Parse(settings.Require("zk_root_path")), http);
        await using var server = await ComponentServer.StartAsync(
            settings.Require("endpoint"), faults.Around(new ApiRoutes(catalog, version, time).HandleAsync), cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
