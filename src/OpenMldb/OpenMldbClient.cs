using Microsoft.Extensions.Logging;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Client.Routes;
using Nightshift.OpenMldb.Client.Transport;
using Nightshift.OpenMldb.Discovery;
using Nightshift.OpenMldb.Operations;
using Nightshift.OpenMldb.Snapshots;
using Nightshift.ZooKeeper;

namespace Nightshift.OpenMldb;

/// <summary>Puts the parts together. Owns its HTTP connections, not the ZooKeeper session.</summary>
public sealed class OpenMldbClient : IOpenMldbClient
{
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(10);
    private readonly RpcChannel _channel;
    private readonly OpenMldbClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <param name="zooKeeper">The client of the present ZooKeeper session, such as <c>ZooKeeperSessions.Current</c>; asked again after an expiry.</param>
    /// <param name="root">The cluster's <c>zk_root_path</c>.</param>
    public OpenMldbClient(
        Func<CancellationToken, Task<IZooKeeper>> zooKeeper, ZNodePath root, OpenMldbClientOptions options, TimeProvider time, ILogger<OpenMldbClient> logger)
        : this(new ClusterDirectory(new ZooKeeperTree(zooKeeper, root), time), options, time, logger)
    {
    }

    internal OpenMldbClient(IClusterDirectory directory, OpenMldbClientOptions options, TimeProvider time, ILogger logger)
    {
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException($"The options of the OpenMLDB client cannot be used: {string.Join("; ", faults)}.", nameof(options));
        Directory = directory;
        _options = options;
        _time = time;
        _logger = logger;
        _channel = new RpcChannel(options, time);
        Pages = new ServerPages(_channel);
        var leaders = new LeaderFinder(directory, time, logger);
        Nameserver = new NameserverClient(new LeaderRoute(_channel, leaders, options, time, logger));
        Ops = new OpFollower(Nameserver, time);
        var patience = options.LeaderDeadline < SnapshotPatience ? options.LeaderDeadline : SnapshotPatience;
        var impatient = options with { LeaderDeadline = patience, MaxAttempts = 2 };
        var onlooker = new NameserverClient(new LeaderRoute(_channel, leaders, impatient, time, logger));
        Snapshots = new SnapshotReader(directory, onlooker, Pages, (tablet, address) => TabletAt(tablet, address, impatient), time);
    }

    public IClusterDirectory Directory { get; }

    public INameserver Nameserver { get; }

    public IServerPages Pages { get; }

    public ISnapshotReader Snapshots { get; }

    public IOpFollower Ops { get; }

    public INameserver NameserverAt(Endpoint address) =>
        new NameserverClient(new DirectRoute(_channel, new RpcTarget("nameserver", address, address), _options, _time, _logger));

    public async Task<ITablet> Tablet(Endpoint tablet, CancellationToken cancellationToken) =>
        TabletAt(tablet, await Directory.Resolve(tablet, cancellationToken));

    public ITablet TabletAt(Endpoint tablet, Endpoint address) => TabletAt(tablet, address, _options);

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private TabletClient TabletAt(Endpoint tablet, Endpoint address, OpenMldbClientOptions options) =>
        new(tablet, address, new DirectRoute(_channel, new RpcTarget("tablet", tablet, address), options, _time, _logger));
}
