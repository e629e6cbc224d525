using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Faults;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Components.TaskManager;

/// <summary>The task manager as a process: its port opens only after it has won the lead.</summary>
internal static class TaskManagerProgram
{
    /// <summary>Upstream's reconnect thread looks every two seconds.</summary>
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(2);

    /// <param name="settings">The properties file.</param>
    /// <param name="root">The deployment's root; jobs are kept in <c>taskmanager/jobs.json</c>.</param>
    /// <param name="version">What GetVersion answers.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>The exit code, after the token fired.</returns>
    public static async Task<int> RunAsync(Settings settings, string root, string version, TimeProvider time, CancellationToken cancellationToken)
    {
        var faults = new ComponentFaults(FaultFile.In(root), time);
        if (!await faults.StartAsync(cancellationToken)) return 1;
        var address = $"{settings.Find("server.host") ?? "0.0.0.0"}:{settings.Require("server.port")}";
        var options = new ZooKeeperOptions
        {
            Servers = ConnectString.Parse(settings.Require("zookeeper.cluster")),
            SessionTimeout = settings.Milliseconds("zookeeper.session_timeout", 5000),
        };
        var leadership = new Leadership(ZNodePath.Parse(settings.Require("zookeeper.root_path")), address);
        var store = new JobStore(Path.Combine(root, "taskmanager", "jobs.json"), time);
        ComponentServer? server = null;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await using var session = await ZooKeeperClient.Connect(
                    options, time, new Random(Environment.ProcessId), NullLogger<ZooKeeperClient>.Instance, cancellationToken);
                await leadership.WinAsync(session, cancellationToken);
                if (server is null)
                {
                    store.Recover();
                    server = await ComponentServer.StartAsync(address, faults.Around(new TaskManagerRoutes(store, version).HandleAsync), cancellationToken);
                }

                await foreach (var _ in session.States(cancellationToken))
                {
                    // Until the session has ended for good.
                }

                await Task.Delay(ReconnectPause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        finally
        {
            if (server is not null) await server.DisposeAsync();
        }

        return 0;
    }
}
