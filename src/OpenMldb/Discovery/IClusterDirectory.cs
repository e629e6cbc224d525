using System.Collections.Immutable;
using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Discovery;

/// <summary>
/// Who belongs to a cluster, by ZooKeeper. Source: reference §2, <c>dist_lock.cc</c>, <c>tablet_impl.cc</c> (RegisterZK).
/// </summary>
public interface IClusterDirectory
{
    /// <summary>Registered nameservers, one entry each, the leader first; empty when none is registered.</summary>
    Task<ImmutableArray<NameserverNode>> ListNameservers(CancellationToken cancellationToken);

    /// <summary>Owner of the smallest <c>lock_request</c> node; null while none is registered.</summary>
    Task<NameserverNode?> FindLeader(CancellationToken cancellationToken);

    Task<ImmutableArray<TabletNode>> ListTablets(CancellationToken cancellationToken);

    /// <summary>The tablet's node, or null when it is not registered.</summary>
    Task<TabletNode?> FindTablet(Endpoint tablet, CancellationToken cancellationToken);

    /// <summary>The address behind a name (<c>map/names</c>); an address is returned as it is.</summary>
    Task<Endpoint> Resolve(Endpoint endpoint, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until that very node is gone (a later node of the same name counts as gone). False when the deadline passed first.
    /// </summary>
    Task<bool> WaitUntilGone(TabletNode node, TimeSpan deadline, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until the tablet is registered by another node than <paramref name="previous"/>. Null when the deadline passed first.
    /// </summary>
    Task<TabletNode?> WaitUntilRegistered(Endpoint tablet, TabletNode? previous, TimeSpan deadline, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes that very node, only if owner, creation and version are as recorded. For a process that is proven dead: it spares the wait for its session to end.
    /// </summary>
    Task<NodeRemoval> DeleteNode(TabletNode node, CancellationToken cancellationToken);
}

/// <summary>What became of a node that was to be deleted.</summary>
public enum NodeRemoval
{
    /// <summary>It is another node now; nothing was deleted.</summary>
    Replaced,

    /// <summary>It was gone already.</summary>
    AlreadyGone,

    Deleted,
}
