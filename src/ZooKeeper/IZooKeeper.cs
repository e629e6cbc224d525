namespace Nightshift.ZooKeeper;

/// <summary>
/// What consumers need of ZooKeeper. Reads survive a lost connection unnoticed; a write whose reply is lost fails with
/// <see cref="ConnectionLossException.OutcomeUnknown"/> and is never repeated. Errors: <see cref="ZooKeeperRequestException"/>,
/// <see cref="ZooKeeperRefusedException"/>, <see cref="ConnectionLossException"/>, <see cref="SessionExpiredException"/>.
/// A write canceled by its token may or may not happen.
/// </summary>
public interface IZooKeeper
{
    /// <summary>The version that stands for any.</summary>
    const int AnyVersion = -1;

    /// <summary>The node's stat; null when there is no such node.</summary>
    Task<ZNodeStat?> Exists(ZNodePath path, CancellationToken cancellationToken);

    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.NoNode"/>, <see cref="ErrorCode.NoAuth"/>.</exception>
    Task<ZNode> Get(ZNodePath path, CancellationToken cancellationToken);

    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.NoNode"/>, <see cref="ErrorCode.NoAuth"/>.</exception>
    Task<ZNodeChildren> Children(ZNodePath path, CancellationToken cancellationToken);

    /// <returns>The path of the new node; for a sequential one, with its number.</returns>
    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.NodeExists"/>, <see cref="ErrorCode.NoNode"/> (no parent), …</exception>
    Task<ZNodePath> Create(ZNodePath path, ReadOnlyMemory<byte> data, CreateMode mode, ZNodeAcl acl, CancellationToken cancellationToken);

    /// <summary>Replaces the data, only if it still has the version; <see cref="AnyVersion"/> for any.</summary>
    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.BadVersion"/>, <see cref="ErrorCode.NoNode"/>, …</exception>
    Task<ZNodeStat> Set(ZNodePath path, ReadOnlyMemory<byte> data, int version, CancellationToken cancellationToken);

    /// <summary>Removes the node, only if its data still has the version; <see cref="AnyVersion"/> for any.</summary>
    /// <exception cref="ZooKeeperRefusedException"><see cref="ErrorCode.BadVersion"/>, <see cref="ErrorCode.NotEmpty"/>, …</exception>
    Task Delete(ZNodePath path, int version, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until the condition holds for the node (null = there is none) and returns what held. Built on watches: every state that
    /// lasts is seen, one that comes and goes between two looks may not be. Goes on through lost connections; the deadline is the token's.
    /// </summary>
    /// <exception cref="SessionExpiredException">The session ended: what is waited for may have come or not.</exception>
    Task<ZNode?> WaitUntil(ZNodePath path, Func<ZNode?, bool> condition, CancellationToken cancellationToken);

    /// <summary>Waits until there is no such node.</summary>
    Task WaitUntilGone(ZNodePath path, CancellationToken cancellationToken);
}
