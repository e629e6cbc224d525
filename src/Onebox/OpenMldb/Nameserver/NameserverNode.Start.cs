using Nightshift.Onebox.OpenMldb.Coordination;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// From the process's start to the opening of its port, and the watch over its session.
internal sealed partial class NameserverNode
{
    private long _watchedTerm;

    /// <summary>Joins the election, and returns once the table of users is known: only then may the port open.</summary>
    /// <exception cref="NodeExitException">ZooKeeper does not answer, or cannot be read.</exception>
    public async Task InitAsync(CancellationToken cancellationToken)
    {
        if (!await _node.ZooKeeper.ConnectAsync(cancellationToken))
        {
            throw new NodeExitException(1, $"fail to init zookeeper with cluster {_node.Flags.ZkCluster}");
        }

        if (!await _node.ZooKeeper.ExistsAsync(_paths.Nodes))
        {
            await _node.ZooKeeper.CreateTextAsync(_paths.Nodes, string.Empty);
        }

        await WatchNodesAsync();
        if (!await _node.ZooKeeper.ExistsAsync(_paths.Function))
        {
            await _node.ZooKeeper.CreateTextAsync(_paths.Function, string.Empty);
        }

        _autoFailover = _node.Flags.AutoFailover;
        _ = _node.Background.Run(CheckZkAsync);
        _ = _node.Background.Run(ElectAsync);
        await LoadOnceAsync();
        while (!await KnowsUsersAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _node.Time, cancellationToken);
        }

        if (_node.Flags.UseName && !await NodeNames.RegisterAsync(_node))
        {
            throw new NodeExitException(1, "Fail to register name");
        }
    }

    private async Task LoadOnceAsync()
    {
        using (await _mutex.HoldAsync())
        {
            if (!await RecoverDatabasesAsync() || !await RecoverTablesAsync())
            {
                throw new NodeExitException(1, "recover db or table info failed!");
            }
        }
    }

    private async Task<bool> KnowsUsersAsync()
    {
        using (await _mutex.HoldAsync())
        {
            return _tables.Find(SystemTables.InternalDb, SystemTables.User) is not null;
        }
    }

    private async Task WatchNodesAsync()
    {
        _watchedTerm = _node.ZooKeeper.SessionTerm;
        await _node.ZooKeeper.WatchChildrenAsync(_paths.Nodes, nodes => _node.Background.Run(_ => NodesChangedAsync(nodes)));
        if (await _node.ZooKeeper.ChildrenAsync(_paths.Nodes) is { } nodes)
        {
            await NodesChangedAsync(nodes);
        }
    }

    private async Task NodesChangedAsync(IReadOnlyList<string> nodes)
    {
        using (await _mutex.HoldAsync())
        {
            await UpdateTabletsAsync(nodes);
        }
    }

    /// <summary>
    /// Every <c>zk_keep_alive_check_interval</c>. A leader whose session is lost goes on answering as leader until then, beside the new one.
    /// </summary>
    private async Task CheckZkAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _node.DelayAsync(_node.Flags.ZkKeepAliveCheckInterval);
            if (!_node.ZooKeeper.IsConnected)
            {
                LostLock();
                _node.Log.NsZkReconnected(await _node.ZooKeeper.ReconnectAsync(stopping));
            }

            if (_node.ZooKeeper.IsConnected && _watchedTerm != _node.ZooKeeper.SessionTerm)
            {
                await WatchNodesAsync();
            }
        }
    }

    private async Task<IReply> ConnectZkAsync(NothingRequest request)
    {
        if (!await _node.ZooKeeper.ReconnectAsync(_node.Background.Stopping))
        {
            return Reply.With(ReturnCode.ConnectZkFailed, "connect zk failed");
        }

        await WatchNodesAsync();
        return Reply.Ok();
    }

    private async Task<IReply> DisconnectZkAsync(NothingRequest request)
    {
        await _node.ZooKeeper.CloseAsync();
        LostLock();
        return Reply.Ok();
    }
}
