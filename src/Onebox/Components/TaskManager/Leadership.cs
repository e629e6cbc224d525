using System.Text;
using Nightshift.ZooKeeper;

namespace Nightshift.Onebox.Components.TaskManager;

/// <summary>The ephemeral node <c>taskmanager/leader</c>, whose value is the leader's address.</summary>
internal sealed class Leadership(ZNodePath root, string address)
{
    private readonly ZNodePath _parent = root / "taskmanager";

    private ZNodePath Node => _parent / "leader";

    /// <summary>Waits until the node is ours. One that holds our own address is left over from an earlier life and is deleted.</summary>
    public async Task WinAsync(ZooKeeperClient session, CancellationToken cancellationToken)
    {
        await EnsureAsync(session, root, cancellationToken);
        await EnsureAsync(session, _parent, cancellationToken);
        while (!await TryCreateAsync(session, Node, address, CreateMode.Ephemeral, cancellationToken))
        {
            try
            {
                var holder = await session.Get(Node, cancellationToken);
                if (holder.Stat.EphemeralOwner == session.SessionId) return;
                if (holder.Text == address) await session.Delete(Node, holder.Stat.Version, cancellationToken);
                else await session.WaitUntilGone(Node, cancellationToken);
            }
            catch (ZooKeeperRefusedException exception) when (exception.Code is ErrorCode.NoNode or ErrorCode.BadVersion)
            {
                // Gone or changed between two calls: look again.
            }
        }
    }

    private static async Task EnsureAsync(ZooKeeperClient session, ZNodePath path, CancellationToken cancellationToken)
    {
        if (path.Parent != ZNodePath.Root) await EnsureAsync(session, path.Parent, cancellationToken);
        await TryCreateAsync(session, path, "", CreateMode.Persistent, cancellationToken);
    }

    private static async Task<bool> TryCreateAsync(
        ZooKeeperClient session, ZNodePath path, string value, CreateMode mode, CancellationToken cancellationToken)
    {
        try
        {
            await session.Create(path, Encoding.UTF8.GetBytes(value), mode, ZNodeAcl.Open, cancellationToken);
            return true;
        }
        catch (ZooKeeperRefusedException exception) when (exception.Code == ErrorCode.NodeExists)
        {
            return false;
        }
    }
}
