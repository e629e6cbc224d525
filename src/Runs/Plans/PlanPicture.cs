namespace Nightshift.Runs;

/// <summary>
/// Where things lie in the cluster and where they go, to be drawn. It belongs to the plan for people's eyes only: what binds an approval are the steps, the impacts and the
/// fingerprint. Bounded: at most <see cref="MostPartitions"/> partitions over all stages; the others are counted.
/// </summary>
/// <param name="Stages">One for each node that is taken out of service, in the order in which that is done.</param>
/// <param name="MoreStages">Stages left out.</param>
public sealed record PlanPicture(IReadOnlyList<PictureStage> Stages, int MoreStages = 0)
{
    public const int MostPartitions = 200;
}

/// <summary>The cluster while one node is in question.</summary>
/// <param name="Node">Which one, as the cluster names it.</param>
/// <param name="Nodes">All that have a replica in this stage, in the order of the columns.</param>
/// <param name="Partitions">What the stage touches, by table.</param>
/// <param name="MorePartitions">Touched ones that are left out.</param>
public sealed record PictureStage(string Node, IReadOnlyList<string> Nodes, IReadOnlyList<PicturePartition> Partitions, int MorePartitions = 0);

/// <param name="Table">As people name it, <c>db.table</c>.</param>
/// <param name="Name">Of the partition in its table, <c>3</c>.</param>
/// <param name="Replicas">Those that there are, and those that are added for the time.</param>
/// <param name="MovesTo">The node that leads meanwhile, as far as it can be told beforehand; null when the leader stays.</param>
public sealed record PicturePartition(string Table, string Name, IReadOnlyList<PictureReplica> Replicas, string? MovesTo = null);

public sealed record PictureReplica(string Node, PictureRole Role, PictureFate Fate = PictureFate.Stays);

public enum PictureRole
{
    Follower,
    Leader,
}

/// <summary>What becomes of a replica for the time of a stage.</summary>
public enum PictureFate
{
    Stays,

    /// <summary>Goes away with its node and comes back with it; the partition is served elsewhere.</summary>
    Away,

    /// <summary>Goes away, and nobody serves the partition meanwhile.</summary>
    NotServed,

    /// <summary>Made before and deleted afterwards.</summary>
    Added,
}
