using Nightshift.Runs;

namespace Nightshift.Clusters;

/// <summary>One open cluster: what every kind can tell, and the door to its nodes for playbooks.</summary>
public interface ICluster : IAsyncDisposable
{
    string Name { get; }

    IClusterKind Kind { get; }

    /// <summary>Members, versions, placement that matters and settings, for plans and drift checks.</summary>
    Task<Fingerprint> FingerprintAsync(CancellationToken cancellationToken);

    /// <summary>For <c>/status</c>: every component with its state. A node that cannot be asked is listed as unknown, with the reason.</summary>
    Task<ClusterStatus> StatusAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<TableStatus>> TablesAsync(CancellationToken cancellationToken);

    /// <summary>Every partition of one table, by its index.</summary>
    /// <exception cref="NoSuchTableException">The cluster has no table of this name; the message names the one that may be meant.</exception>
    Task<IReadOnlyList<PartitionStatus>> PartitionsAsync(string table, CancellationToken cancellationToken);

    /// <summary>The database's own operations, newest first; <paramref name="filter"/> is matched against every column.</summary>
    Task<IReadOnlyList<OperationStatus>> OperationsAsync(string? filter, CancellationToken cancellationToken);

    /// <summary>What <see cref="OperationsAsync"/> cannot tell, because the database keeps it from everybody; empty when it tells all.</summary>
    string OperationsUnseen => "";

    /// <summary>What stands in the way of maintenance; empty means that it may begin.</summary>
    Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Names for completion and for checking an argument at the edge; fast, may be some seconds old.</summary>
    Task<IReadOnlyList<string>> NodeNamesAsync(Type nodeType, CancellationToken cancellationToken);

    /// <summary>
    /// One node, bound to a run. The caller has journaled which names they are; a name that the cluster does not know is an error.
    /// </summary>
    TNode Node<TNode>(string name, IRunContext context)
        where TNode : INode;

    /// <summary>The releases that may be installed on this cluster.</summary>
    IReadOnlyList<Release> Releases { get; }

    /// <summary>The whole cluster bound to a run, as its kind's own type (<c>OpenMldb</c>), for verbs that are not about one node.</summary>
    object Bind(IRunContext context);

    /// <summary>The conditions that must hold all through a run on this cluster. A reading that cannot be had throws, and is tried again.</summary>
    IReadOnlyList<GuardDefinition> Guards(GuardContext context);

    /// <summary>
    /// What was changed for the time of a maintenance and is left so: by runs that ended badly, and by the tools of others. Never throws for what cannot be
    /// seen; that is said in the report.
    /// </summary>
    /// <param name="runs">What runs that are alive hold, which is no leak, and what dead ones recorded.</param>
    Task<LeakReport> LeaksAsync(RunsOfCluster runs, CancellationToken cancellationToken);
}
