using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Deployment;
using Nightshift.Onebox.Pegasus.Deployment;
using Nightshift.Onebox.Pegasus.Hosting;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Tests.Deployment;
using Nightshift.Onebox.ZooKeeper;

namespace Nightshift.Onebox.Tests.Pegasus.Support;

/// <summary>
/// A Pegasus cluster in this process: ZooKeeper, meta servers and replica servers on ports of their own, with the configuration that a box of processes has. No
/// part is shared with another cluster. Disposing of it ends everything and deletes the files.
/// </summary>
internal sealed class SimulatedPegasus : IAsyncDisposable
{
    private static int _next;
    private readonly CancellationTokenSource _stop = new();
    private readonly SimulatedPegasusOptions _options;
    private readonly PegasusDescription _box;
    private Task _zooKeeper = Task.CompletedTask;

    private SimulatedPegasus(SimulatedPegasusOptions options)
    {
        _options = options;
        Directory = System.IO.Directory.CreateTempSubdirectory("simulated-pegasus-").FullName;
        _box = PegasusTopology.Describe(new PegasusOptions
        {
            Directory = Directory,
            PortOffset = PegasusPorts.FreeOffset((Environment.ProcessId * 37) + Interlocked.Increment(ref _next)),
            Metas = options.Metas,
            Replicas = options.Replicas,
            Collector = false,
            Timing = options.Timing,
            Generation = options.Generation,
            Settings = options.AllSettings,
        });
        Servers = [.. _box.Components.Where(c => c.Component != OneboxComponent.ZooKeeper).Select(c => new SimulatedServer(c, _box))];
        Calls = new PegasusCalls(Metas.Select(meta => meta.Endpoint), Generations.Of(options.Version, options.Generation ?? ""));
    }

    public string Directory { get; }

    public IReadOnlyList<SimulatedServer> Servers { get; }

    public IReadOnlyList<SimulatedServer> Metas => [.. Servers.Where(server => server.Role == PegasusRoles.Meta)];

    public IReadOnlyList<SimulatedServer> Replicas => [.. Servers.Where(server => server.Role == PegasusRoles.Replica)];

    /// <summary>Addresses of the meta servers, with commas.</summary>
    public string MetaList => _box.Metas;

    public string ClusterName => _box.ClusterName;

    /// <summary>Calls to it, on the simulation's own wire.</summary>
    public PegasusCalls Calls { get; }

    /// <summary>The meta server that leads now; null when none does.</summary>
    public SimulatedServer? Leader => Metas.FirstOrDefault(meta => meta.IsRunning && meta.Meta.IsServing);

    /// <summary>Starts all, waits until one meta leads and all replica servers beacon, and makes tables that are whole.</summary>
    public static async Task<SimulatedPegasus> StartAsync(SimulatedPegasusOptions? options = null, params (string Name, int Partitions, int Replicas)[] tables)
    {
        var cluster = new SimulatedPegasus(options ?? new SimulatedPegasusOptions());
        try
        {
            await cluster.StartAllAsync();
            foreach (var (name, partitions, replicas) in tables) await cluster.Calls.CreateTableAsync(name, partitions, replicas);
            await cluster.WholeAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The replica server at that address.</summary>
    public SimulatedServer Replica(NodeAddress node) => Replicas.Single(server => server.Address == node.Ip);

    /// <summary>Starts a server on the release of the cluster, or on another.</summary>
    public void Start(SimulatedServer server, string? version = null) => server.Start(version ?? _options.Version, _options.Generation);

    /// <summary>Waits until every partition of every table has all its replicas.</summary>
    public Task WholeAsync(TimeSpan? patience = null) => Eventually.True("all partitions whole", async () => await Calls.UnhealthyAsync() == 0, patience);

    /// <summary>Waits until a replica server has loaded.</summary>
    public static Task LoadedAsync(SimulatedServer server) => Eventually.True($"{server.Name} loaded", () => server.Replica.IsLoaded);

    public async ValueTask DisposeAsync()
    {
        await Calls.DisposeAsync();
        await Task.WhenAll(Servers.Select(server => server.KillAsync()));
        await _stop.CancelAsync();
        await _zooKeeper.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private async Task StartAllAsync()
    {
        var zooKeeper = _box.Components.Single(c => c.Component == OneboxComponent.ZooKeeper);
        var options = new EmbeddedZooKeeperOptions { Port = zooKeeper.Port(), DataDirectory = Path.Combine(zooKeeper.Directory, "data") };
        _zooKeeper = new EmbeddedZooKeeper(TimeProvider.System, NullLogger<EmbeddedZooKeeper>.Instance).RunAsync(options, _stop.Token);
        await Eventually.True("ZooKeeper listens", () => _zooKeeper.IsCompleted ? throw new InvalidOperationException("ZooKeeper ended", _zooKeeper.Exception) : Ports.AnyListensAsync(zooKeeper.Endpoint, _stop.Token));
        foreach (var server in Servers) Start(server);
        await Eventually.True("a meta leads and all replica servers beacon", async () => await Calls.AliveAsync() == Replicas.Count);
    }
}
