using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Meta.Guardian;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// A meta server. It opens its port at once, waits for the leader lock, loads the cluster's state and then leads until its ZooKeeper session
/// is over, which ends it. Not simulated: backup, bulk load, duplication, partition split, recovery, recall and renaming of tables, Ranger.
/// </summary>
internal sealed class MetaServer : IAsyncDisposable
{
    private readonly MetaEnvironment _environment;
    private readonly MetaOptions _options;
    private readonly MetaSettings _settings;
    private readonly MetaTasks _tasks = new();
    private readonly ClusterState _cluster = new();
    private readonly FailureDetector _detector;
    private readonly Leadership _leadership;
    private readonly PeerClient _peers;
    private readonly RemoteCommands _commands;
    private readonly LateStorage _storage = new();
    private readonly PartitionUpdates _updates;
    private readonly PartitionRound _round;
    private readonly Tables _tables;
    private readonly MetaCommands _metaCommands;
    private readonly WireServer _wire;
    private ZooKeeperClient? _client;
    private bool _disposed;

    public MetaServer(MetaEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
        _options = new MetaOptions(environment.Configuration, environment.Generation);
        _settings = new MetaSettings(_options);
        _leadership = new Leadership(environment.Me);
        _detector = new FailureDetector(_options, environment.Time, environment.Log) { Changed = NodeChanged };
        _peers = new PeerClient(environment.Generation, environment.Time, environment.Log);
        _commands = new RemoteCommands(environment.Generation);
        var level = new LevelRules(_settings, _detector);
        var guardian = new PartitionGuardian(_cluster, _options, _settings, environment.Time, environment.Log);
        var proposer = new Proposer(_peers, environment.Faults, environment.Random, environment.Log);
        var balancer = new Balancer(_cluster, _options, _settings);
        _updates = new PartitionUpdates(
            _cluster, guardian, level, _options, _settings, _storage, proposer, _tasks, environment.Generation, environment.Time, environment.Log);
        _tables = new Tables(_cluster, _updates, level, _options, _storage, _tasks, environment.Generation, environment.Time, environment.Log);
        _updates.PartitionDone = _tables.PartitionDone;
        _round = new PartitionRound(_cluster, guardian, balancer, level, _settings, proposer, environment.Log);
        var info = new ClusterInfo(_cluster, _options, level, balancer, _leadership, environment.Generation);
        _metaCommands = new MetaCommands(_commands, _options, _settings, info);
        var handlers = new RpcHandlers();
        new MetaRpc(
            environment,
            _leadership,
            _cluster,
            _detector,
            guardian,
            _updates,
            new Proposals(_cluster, proposer, environment.Faults),
            _tables,
            new ConfigSync(_cluster, guardian, level, environment.Time, environment.Log),
            info,
            _settings,
            _options,
            _tasks).Register(handlers, _commands);
        var pages = new MetaPages(environment, _leadership, _cluster, _detector, _tables, info);
        _wire = new WireServer(environment.Endpoint, environment.Generation, handlers, environment.Log) { Http = pages.AnswerAsync, Faults = environment.Faults };
    }

    /// <summary>Ends with the code by which the process ends itself, or with the failure that ends it.</summary>
    public Task<int> Ended => _tasks.Ended;

    /// <summary>Holds the lock and has loaded the state.</summary>
    public bool IsServing => _leadership.Started;

    /// <summary>Requests that could not be read.</summary>
    public int Unreadable => _wire.Unreadable;

    /// <summary>Rounds over all partitions done as leader.</summary>
    public int Rounds => _round.Done;

    /// <summary>Opens the port and joins the election.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is in use.</exception>
    public void Start()
    {
        _metaCommands.RegisterOnStart();
        _environment.Identity.Register(_commands, _environment.Configuration, _environment.Generation);
        _environment.Faults.Register(_commands);
        _wire.Start();
        _tasks.Run(LeadAsync);
    }

    /// <summary>Ends the server as the end of its process does, but for <see cref="MetaEnvironment.ClosesSession"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _wire.DisposeAsync();
        await _tasks.DisposeAsync();
        await _peers.DisposeAsync();
        if (_environment.ClosesSession && _client is not null)
        {
            await _client.DisposeAsync();
        }
    }

    private async Task LeadAsync(CancellationToken stopping)
    {
        _client = await ConnectAsync(stopping);
        _tasks.Run(cancellation => FollowSessionAsync(_client, cancellation));
        var storage = new ZooKeeperStorage(
            _client, () => TimeSpan.FromMilliseconds(_environment.Faults["slow_zk_ms"]), _environment.Time, _environment.Log);
        _storage.Inner = storage;
        await RetryAsync(() => storage.CreateAllAsync(_options.ClusterRoot), stopping);
        await RetryAsync(() => storage.CreateAllAsync(_options.LockRoot + "/dsn.meta.server.leader"), stopping);
        var leaderLock = new LeaderLock(_client, _options.LockRoot, _leadership.Me, _options.RetryAfter, _environment.Time, _environment.Log);
        _leadership.Holder = () => leaderLock.Holder;
        _tasks.Run(CheckNodesAsync);
        if (!await AcquireAsync(leaderLock, stopping))
        {
            return;
        }

        _leadership.Leads = true;
        _environment.Log.LockTaken(_leadership.Me);
        _metaCommands.RegisterOnLock();
        var loader = new StateLoader(
            _cluster, _tables, _updates, _options, _storage, _environment.Generation, _environment.Time, _environment.Log);
        await loader.LoadAsync(stopping);
        _metaCommands.RegisterOnStarted();
        Begin();
        await RoundsAsync(stopping);
    }

    /// <summary>False when the session ended instead, which ends the process.</summary>
    private async Task<bool> AcquireAsync(LeaderLock leaderLock, CancellationToken stopping)
    {
        try
        {
            await leaderLock.AcquireAsync(stopping);
            return true;
        }
        catch (SessionExpiredException error)
        {
            _environment.Log.SessionOver(error.Message);
            _tasks.Exit(0);
            return false;
        }
    }

    /// <summary>Nodes that beacons have announced meanwhile are alive as well as those that serve partitions.</summary>
    private void Begin()
    {
        lock (_cluster.Gate)
        {
            _detector.Begin(_cluster.Nodes.Keys);
            foreach (var node in _detector.Alive)
            {
                _cluster.FindOrAdd(node).IsAlive = true;
            }

            _leadership.Started = true;
            foreach (var node in _detector.Dead)
            {
                NodeChanged(node, isAlive: false);
            }

            _environment.Log.Started(_cluster.Apps.Count, _cluster.Nodes.Count);
        }
    }

    private async Task RoundsAsync(CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(_options.LbInterval, _environment.Time, stopping);
            _round.Run();
        }
    }

    private async Task CheckNodesAsync(CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(_options.FdCheckInterval, _environment.Time, stopping);
            lock (_cluster.Gate)
            {
                _detector.Check();
            }
        }
    }

    /// <summary>Under the gate. What the detector sees before the state is loaded is taken in by <see cref="Begin"/>.</summary>
    private void NodeChanged(NodeAddress node, bool isAlive)
    {
        if (!_leadership.Started)
        {
            return;
        }

        if (isAlive)
        {
            _cluster.FindOrAdd(node).IsAlive = true;
            return;
        }

        if (_cluster.Find(node) is not { } state)
        {
            return;
        }

        (state.IsAlive, state.HasCollected) = (false, false);
        foreach (var pid in state.Partitions.ToArray())
        {
            _updates.NodeDead(_cluster.Apps[pid.AppId], pid.PartitionIndex, node);
        }
    }

    private async Task<ZooKeeperClient> ConnectAsync(CancellationToken stopping)
    {
        var options = new ZooKeeperOptions
        {
            Servers = ConnectString.Parse(_options.ZooKeeperHosts),
            SessionTimeout = _options.ZooKeeperTimeout,
            UnreachableAfter = _options.ZooKeeperTimeout,
        };
        while (true)
        {
            try
            {
                return await ZooKeeperClient.Connect(options, _environment.Time, _environment.Random, NullLogger<ZooKeeperClient>.Instance, stopping);
            }
            catch (ConnectionLossException error)
            {
                _environment.Log.StorageFailed("connect", _options.ZooKeeperHosts, error.Message);
            }
        }
    }

    private async Task FollowSessionAsync(ZooKeeperClient client, CancellationToken stopping)
    {
        await foreach (var state in client.States(stopping))
        {
            if (state is SessionState.Expired or SessionState.AuthFailed)
            {
                _environment.Log.SessionOver(state.ToString());
                _leadership.Started = _leadership.Leads = false;
                _tasks.Exit(0);
                return;
            }
        }
    }

    private async Task RetryAsync(Func<Task<StorageResult>> call, CancellationToken stopping)
    {
        while (await call() == StorageResult.Timeout)
        {
            await Task.Delay(_options.RetryAfter, _environment.Time, stopping);
        }
    }
}
