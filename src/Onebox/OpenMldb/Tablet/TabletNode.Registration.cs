using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb.Coordination;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// The tablet's node in ZooKeeper.
internal sealed partial class TabletNode
{
    private long _registeredTerm = -1;

    /// <summary>Connects to ZooKeeper before anything is served.</summary>
    /// <exception cref="NodeExitException">ZooKeeper does not answer.</exception>
    public async Task InitAsync(CancellationToken cancellationToken)
    {
        if (!await _node.ZooKeeper.ConnectAsync(cancellationToken))
        {
            throw new NodeExitException(1, $"fail to init zookeeper with cluster {_node.Flags.ZkCluster}");
        }
    }

    /// <summary>Enters the tablet as just started.</summary>
    /// <exception cref="NodeExitException">The node of an earlier session is still there.</exception>
    public async Task ServingAsync()
    {
        var root = _node.Flags.ZkRootPath;
        if (_node.Faults.Strike(FaultKind.NoRegister, _node.Name) is null)
        {
            if (_node.Flags.UseName && !await NodeNames.RegisterAsync(_node))
            {
                throw new NodeExitException(1, $"server name {_node.Name} duplicate");
            }

            if (!await RegisterAsync($"startup_{_node.Name}"))
            {
                _node.Log.RegisterFailed(_node.Name);
                throw new NodeExitException(1, $"fail to register tablet with endpoint {_node.Name}");
            }

            await _node.ZooKeeper.CreateTextAsync($"{root}/table/notify", "1");
            await _node.ZooKeeper.CreateTextAsync($"{root}/notify/global_variable", "1");
        }

        _ = _node.Background.Run(CheckZkAsync);
        _ = _node.Background.Run(KeepHouseAsync);
    }

    private async Task<bool> RegisterAsync(string value)
    {
        var term = _node.ZooKeeper.SessionTerm;
        var path = $"{_node.Flags.ZkRootPath}/nodes/{_node.Name}";
        if (await _node.ZooKeeper.CreateEphemeralAsync(path, System.Text.Encoding.UTF8.GetBytes(value), sequential: false) is null)
        {
            return false;
        }

        _registeredTerm = term;
        _node.Log.Registered(_node.Name, value);
        return true;
    }

    /// <summary>Every <c>zk_keep_alive_check_interval</c>; a lost session is noticed only here.</summary>
    private async Task CheckZkAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _node.DelayAsync(_node.Flags.ZkKeepAliveCheckInterval);
            if (!_node.ZooKeeper.IsConnected)
            {
                var ok = await _node.ZooKeeper.ReconnectAsync(stopping) && await RegisterAsync(_node.Name);
                _node.Log.ZkReconnected(ok);
            }
            else if (_registeredTerm != _node.ZooKeeper.SessionTerm && _registeredTerm >= 0)
            {
                await RegisterAsync(_node.Name);
            }
        }
    }

    private async Task<IReply> ConnectZkAsync(EmptyRequest request)
        => await _node.ZooKeeper.ReconnectAsync(_node.Background.Stopping) && await RegisterAsync(_node.Name)
            ? Reply.Ok()
            : Reply.With(ReturnCode.Error, "connect failed");

    private async Task<IReply> DisconnectZkAsync(EmptyRequest request)
    {
        await _node.ZooKeeper.CloseAsync();
        return Reply.Ok();
    }
}
