using Microsoft.Extensions.Logging.Abstractions;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Pegasus.Meta;

// From the first connection to ZooKeeper through the lock and the loading to the rounds, and the watch over nodes and session.
internal sealed partial class MetaServer
{
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
