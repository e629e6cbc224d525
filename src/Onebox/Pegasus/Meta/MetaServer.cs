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
internal sealed partial class MetaServer : IAsyncDisposable
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
}
