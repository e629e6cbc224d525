using Nightshift.Clusters;

namespace Nightshift.OpenMldb.Discovery;

/// <summary>A nameserver registered under <c>leader/</c>.</summary>
/// <param name="Endpoint">Identity: address, or name with use_name.</param>
/// <param name="Address">Where to call it.</param>
/// <param name="IsLeader">Owns the smallest <c>lock_request</c> node. It may still be recovering, or already dead within its session.</param>
/// <param name="LockNode">Its smallest node, <c>lock_request0000000012</c>.</param>
/// <param name="ConnectedAt">When that node was created.</param>
public sealed record NameserverNode(Endpoint Endpoint, Endpoint Address, bool IsLeader, string LockNode, DateTimeOffset ConnectedAt);

/// <summary>A tablet registered under <c>nodes/</c>.</summary>
/// <param name="Endpoint">Identity: the name of the node in ZooKeeper.</param>
/// <param name="Address">Where to call it.</param>
/// <param name="FreshStart">The value still carries <c>startup_</c>: registered at process start and not since a session loss.</param>
/// <param name="EphemeralOwner">The ZooKeeper session that owns the node.</param>
/// <param name="Czxid">Transaction that created the node: tells this node from a later one of the same name.</param>
/// <param name="Version">Data version of the node.</param>
public sealed record TabletNode(
    Endpoint Endpoint, Endpoint Address, bool FreshStart, long EphemeralOwner, long Czxid, int Version, DateTimeOffset RegisteredAt);
