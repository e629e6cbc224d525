using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb.Configuration;
using Nightshift.Onebox.OpenMldb.Coordination;
using Nightshift.Onebox.OpenMldb.Nameserver;
using Nightshift.Onebox.OpenMldb.Tablet;
using Nightshift.Onebox.OpenMldb.Wire;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.OpenMldb;

/// <summary>One node from its command line to its end.</summary>
internal sealed class NodeProcess(string[] args, string installRoot, string version, TimeProvider time, Random random)
{
    /// <summary>Makes the node's ZooKeeper session; tests put their own in its place.</summary>
    public Func<NodeFlags, ILogger, INodeZooKeeper>? ZooKeeperFactory { get; init; }

    /// <summary>Runs until cancelled, 0, or until the node ends by itself, mostly 1.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var given = FlagParser.Parse(args, installRoot);
        var flags = new NodeFlags(given);
        using var log = new GlogFile(Path.GetFullPath(Path.Combine(installRoot, flags.LogDir)), flags.Role, time);
        foreach (var unknown in flags.Unknown())
        {
            log.UnknownFlag(unknown);
        }

        try
        {
            await RunAsync(flags, log, cancellationToken);
            return 0;
        }
        catch (NodeExitException exit)
        {
            log.Exits(exit.Code, exit.Message);
            return exit.Code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception error)
        {
            log.Broken(error);
            throw;
        }
    }

    private async Task RunAsync(NodeFlags flags, ILogger log, CancellationToken cancellationToken)
    {
        var (name, realEndpoint) = NodeIdentity.Of(flags, installRoot);
        var faults = new FaultBoard(FaultFile.In(installRoot), time);
        if (faults.Strike(FaultKind.StartCrash, flags.Role, name) is { } crash)
        {
            throw new NodeExitException(1, $"fault {crash.Id}");
        }

        await faults.DelayAsync(faults.Strike(FaultKind.StartSlow, flags.Role, name), cancellationToken);
        await using var zk = ZooKeeperFactory?.Invoke(flags, log) ?? Connect(flags, log);
        using var peers = new PeerClient(log, flags.RequestTimeout, flags.HealthCheckInterval, time);
        await using var background = new Background(cancellationToken);
        var node = new NodeContext(installRoot, version, flags, log, faults, time, zk, peers, background) { Name = name, RealEndpoint = realEndpoint };
        using INodeRole role = flags.Role switch
        {
            "tablet" => new TabletNode(node),
            "nameserver" => new NameserverNode(node, random),
            _ => throw new NodeExitException(1, $"no node of role '{flags.Role}'"),
        };
        var serving = ServeAsync(role, node);
        try
        {
            await await Task.WhenAny(serving, background.Failed);
        }
        finally
        {
            await background.DisposeAsync();
            await serving.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task ServeAsync(INodeRole role, NodeContext node)
    {
        await role.InitAsync(node.Background.Stopping);
        await using var server = new RpcServer(node, [role.Service()]);
        await StartAsync(server, node);
        await role.ServingAsync();
        server.Pages.VersionKnown = true;
        node.Log.Started(node.Flags.Role, node.RealEndpoint, node.Version);
        await Task.Delay(Timeout.InfiniteTimeSpan, node.Time, node.Background.Stopping);
    }

    private static async Task StartAsync(RpcServer server, NodeContext node)
    {
        try
        {
            await server.StartAsync(node.Background.Stopping);
        }
        catch (IOException error)
        {
            throw new NodeExitException(1, $"Fail to start server: {error.Message}");
        }
    }

    private SessionNodeZooKeeper Connect(NodeFlags flags, ILogger log)
    {
        var options = new ZooKeeperOptions
        {
            Servers = ConnectString.Parse(flags.ZkCluster),
            SessionTimeout = flags.ZkSessionTimeout,
            UnreachableAfter = flags.ZkSessionTimeout,
            Auth = flags.ZkCert.Length > 0 ? [new AuthInfo(flags.ZkAuthSchema, System.Text.Encoding.UTF8.GetBytes(flags.ZkCert))] : [],
        };
        return new SessionNodeZooKeeper(options, time, random, log);
    }
}
