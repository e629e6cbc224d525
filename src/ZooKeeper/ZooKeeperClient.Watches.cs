using Nightshift.ZooKeeper.Protocol;
using Nightshift.ZooKeeper.Sessions;

namespace Nightshift.ZooKeeper;

public sealed partial class ZooKeeperClient
{
    /// <summary>The stat and a watch on creation, deletion and change of data.</summary>
    public Task<Watched<ZNodeStat?>> WatchExists(ZNodePath path, CancellationToken cancellationToken) =>
        Watch(OpCode.Exists, path, reply => ReadExists(reply, path), cancellationToken);

    /// <summary>The node and a watch on deletion and change of data.</summary>
    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.NoNode"/>: then no watch is set.</exception>
    public Task<Watched<ZNode>> WatchNode(ZNodePath path, CancellationToken cancellationToken) =>
        Watch(OpCode.GetData, path, reply => ReadNode(reply, path), cancellationToken);

    /// <summary>The children and a watch on their coming and going and on the node's own deletion.</summary>
    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.NoNode"/>: then no watch is set.</exception>
    public Task<Watched<ZNodeChildren>> WatchChildren(ZNodePath path, CancellationToken cancellationToken) =>
        Watch(OpCode.GetChildren2, path, reply => ReadChildren(reply, path), cancellationToken);

    public async Task<ZNode?> WaitUntil(ZNodePath path, Func<ZNode?, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            using var watched = await WatchWhatever(path, cancellationToken);
            if (condition(watched.Value))
                return watched.Value;
            await watched.Fired.WaitAsync(cancellationToken);
        }
    }

    public async Task WaitUntilGone(ZNodePath path, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var watched = await WatchExists(path, cancellationToken);
            if (watched.Value is null)
                return;
            await watched.Fired.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Reads the node or its absence, with a watch that covers exactly what was read.</summary>
    private async Task<Watched<ZNode?>> WatchWhatever(ZNodePath path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await Watch<ZNode?>(OpCode.GetData, path, reply => ReadNode(reply, path), cancellationToken);
            }
            catch (ZooKeeperRefusedException refused) when (refused.Code == ErrorCode.NoNode)
            {
                var absent = await WatchExists(path, cancellationToken);
                if (absent.Value is null)
                    return new Watched<ZNode?>(null, absent.Fired, absent.Dispose);
                absent.Dispose();
            }
        }
    }

    private async Task<Watched<T>> Watch<T>(OpCode operation, ZNodePath path, Func<Reply, T> read, CancellationToken cancellationToken)
    {
        var fired = new TaskCompletionSource<WatchEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var intent = new WatchIntent(ToServerPath(path), fired);
        try
        {
            var reply = await Send(operation, path, new ReadRequest(intent.ServerPath, true), intent, cancellationToken);
            return new Watched<T>(read(reply), fired.Task, () => _session.Watches.Forget(intent));
        }
        catch
        {
            _session.Watches.Forget(intent);
            throw;
        }
    }
}
