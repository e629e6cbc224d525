using System.Collections.Immutable;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Discovery;

namespace Nightshift.OpenMldb.Snapshots;

/// <summary>
/// A cluster at one moment, immutable. The parts are read one after the other, so they may be some milliseconds apart; what could not be read is
/// unknown with a reason.
/// </summary>
public sealed record ClusterSnapshot
{
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The leader by ZooKeeper.</summary>
    public required Reading<NameserverNode> Leader { get; init; }

    public required Reading<ImmutableArray<NameserverView>> Nameservers { get; init; }

    /// <summary>Tablets known to the nameserver or registered in ZooKeeper, by endpoint.</summary>
    public required Reading<ImmutableArray<TabletView>> Tablets { get; init; }

    /// <summary>Databases, internal ones included, by name.</summary>
    public required Reading<ImmutableArray<string>> Databases { get; init; }

    /// <summary>All tables, internal ones included.</summary>
    public required Reading<ImmutableArray<TableInfo>> Tables { get; init; }

    /// <summary>Ops that the leader lists, ascending.</summary>
    public required Reading<ImmutableArray<OpInfo>> Ops { get; init; }

    public required Reading<bool> AutoFailover { get; init; }
}

/// <summary>A nameserver and its build.</summary>
public sealed record NameserverView(NameserverNode Node, Reading<string> Version);

/// <summary>A tablet seen from the nameserver, from ZooKeeper, and from itself.</summary>
/// <param name="State"><see cref="TabletState.Unknown"/> when the nameserver does not list it.</param>
/// <param name="Age">Since the last change of state as the nameserver saw it.</param>
/// <param name="Node">Its registration, null when there is none.</param>
/// <param name="Live">What it has loaded, by its own account; unknown unless asked for.</param>
public sealed record TabletView(
    Endpoint Endpoint, TabletState State, TimeSpan? Age, Reading<TabletNode?> Node, Reading<string> Version, Reading<LiveTables> Live);
