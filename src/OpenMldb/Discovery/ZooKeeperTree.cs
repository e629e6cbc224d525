using System.Collections.Immutable;
using Nightshift.ZooKeeper;

namespace Nightshift.OpenMldb.Discovery;

/// <summary>
/// The part of ZooKeeper below a cluster's root. A missing node is an answer; every failure is a <see cref="DiscoveryException"/>.
/// Reads and waits go on in a new session when the old one has expired.
/// </summary>
internal sealed class ZooKeeperTree(Func<CancellationToken, Task<IZooKeeper>> current, ZNodePath root)
{
    public ZNodePath Root => root;

    /// <summary>Names in ordinal order; empty when there is no such node.</summary>
    public Task<ImmutableArray<string>> Children(string path, CancellationToken cancellationToken) => Read(
        path,
        async (zooKeeper, at) =>
        {
            try
            {
                return [.. (await zooKeeper.Children(at, cancellationToken)).Names.Order(StringComparer.Ordinal)];
            }
            catch (ZooKeeperRefusedException e) when (e.Code == ErrorCode.NoNode)
            {
                return ImmutableArray<string>.Empty;
            }
        },
        cancellationToken);

    /// <summary>The node, or null when there is none.</summary>
    public Task<ZNode?> Find(string path, CancellationToken cancellationToken) => Read<ZNode?>(
        path,
        async (zooKeeper, at) =>
        {
            try
            {
                return await zooKeeper.Get(at, cancellationToken);
            }
            catch (ZooKeeperRefusedException e) when (e.Code == ErrorCode.NoNode)
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>Deletes the node of that version, once; a lost reply is looked after by reading.</summary>
    public async Task<NodeRemoval> Delete(string path, int version, CancellationToken cancellationToken)
    {
        try
        {
            await (await current(cancellationToken)).Delete(root.Child(path), version, cancellationToken);
            return NodeRemoval.Deleted;
        }
        catch (ZooKeeperRefusedException e) when (e.Code == ErrorCode.NoNode)
        {
            return NodeRemoval.AlreadyGone;
        }
        catch (ZooKeeperRefusedException e) when (e.Code == ErrorCode.BadVersion)
        {
            return NodeRemoval.Replaced;
        }
        catch (ZooKeeperException e)
        {
            throw new DiscoveryException($"Whether {root}/{path} was deleted is not known: {e.Message}", e);
        }
    }

    /// <summary>Waits until the condition holds for the node (null = none).</summary>
    public async Task<WaitResult> WaitUntil(
        string path, Func<ZNode?, bool> condition, TimeSpan deadline, TimeProvider time, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            return new WaitResult(true, await Read(path, (zooKeeper, at) => zooKeeper.WaitUntil(at, condition, either.Token), either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }

    private async Task<T> Read<T>(string path, Func<IZooKeeper, ZNodePath, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var at = root.Child(path);
            try
            {
                return await read(await current(cancellationToken), at);
            }
            catch (SessionExpiredException)
            {
                return await read(await current(cancellationToken), at);
            }
        }
        catch (Exception e) when (e is ZooKeeperException or FormatException)
        {
            throw new DiscoveryException($"{root}/{path} cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>Whether a condition came to hold, and the node for which it did.</summary>
internal readonly record struct WaitResult(bool Held, ZNode? Node);
