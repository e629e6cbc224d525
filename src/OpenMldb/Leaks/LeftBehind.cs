using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.OpenMldb.Maintenance;

namespace Nightshift.OpenMldb.Leaks;

/// <summary>Everything that was left behind on a cluster, as it was found. Journaled by the run that puts it right.</summary>
/// <param name="Tablets">Tablets that do not lead what they led, were not started again, or have copies elsewhere that were meant for a while.</param>
/// <param name="NotAlive">Replicas marked not alive on tablets that are healthy.</param>
/// <param name="Ops">The nameserver's ops that failed, or that have been under way for long.</param>
/// <param name="Runs">Dead runs that cannot be read.</param>
/// <param name="Unseen">What could not be looked at: there may be more.</param>
/// <param name="Obstacles">Why it cannot be put right now.</param>
internal sealed record LeftBehind(
    LeftSetting? Failover,
    IReadOnlyList<LeftTablet> Tablets,
    IReadOnlyList<LeftReplica> NotAlive,
    IReadOnlyList<LeftOp> Ops,
    IReadOnlyList<StatFile> Files,
    IReadOnlyList<UnreadableRun> Runs,
    IReadOnlyList<string> Unseen,
    IReadOnlyList<string> Obstacles)
{
    /// <summary>What dead runs say that they did not put back, and that nothing here looks at; empty in journals that did not say.</summary>
    public IReadOnlyList<LeftUndoneStep> Undone { get; init; } = [];

    /// <summary>Files that are wholly understood: when the rest is put right, there is nothing in them that anybody needs.</summary>
    public IEnumerable<StatFile> Settled => Files.Where(file => file.Strange.Count == 0);

    public bool TouchesPlacement => Tablets.Count > 0 || NotAlive.Count > 0;

    /// <summary>Whether nothing is left that a playbook could put right.</summary>
    public bool IsNothing => Failover is null && !TouchesPlacement && !Settled.Any() && !Ops.Any(op => op.MayBeDeleted);
}

/// <param name="Reason">Who left it so, as far as is known.</param>
/// <param name="ByHand">The command that puts it back, as the run that left it recorded it.</param>
internal sealed record LeftSetting(string Reason, DateTimeOffset? Since, string? ByHand = null);

/// <param name="Description">What a run should have done on its way out.</param>
internal sealed record LeftUndoneStep(string Source, DateTimeOffset? Since, string Description, string? ByHand);

/// <summary>A tablet as a record says that it was, and what is missing.</summary>
/// <param name="Source">Who recorded it: a run, or the vendor's file.</param>
/// <param name="Stopped">Its registration and what it had, when a dead run stopped it and it is away; null when it is not.</param>
/// <param name="Untried">The release that was being installed when the run died; null when none was.</param>
/// <param name="Survey">What it should lead, limited to what still exists.</param>
/// <param name="Added">Copies that were added for the time, and are still there.</param>
/// <param name="Elsewhere">Partitions that it should lead and does not.</param>
internal sealed record LeftTablet(
    Endpoint Tablet,
    string Source,
    DateTimeOffset? Since,
    OutOfService? Stopped,
    string? Untried,
    TabletSurvey Survey,
    IReadOnlyList<AddedReplica> Added,
    IReadOnlyList<PartitionId> Elsewhere)
{
    public bool IsDown => Stopped is not null;
}

internal sealed record LeftReplica(PartitionId Partition, TidPid TidPid, StorageMode StorageMode, Endpoint Tablet, bool LedBefore)
{
    public ReplicaRef Ref => new(Partition, TidPid, StorageMode, Tablet);
}

/// <param name="MayBeDeleted">It failed, and is one of those that only move replicas: once its partition is whole, nobody needs it.</param>
internal sealed record LeftOp(ulong Id, PartitionId Partition, string Sentence, DateTimeOffset? Since, bool MayBeDeleted);
