using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Snapshots;

/// <summary>How well a partition is, worst first; the names are the meta server's (<c>health_status</c> in <c>src/meta/meta_data.h</c>).</summary>
public enum PartitionHealth
{
    /// <summary><c>HS_DEAD</c>: no member at all.</summary>
    Dead,

    /// <summary><c>HS_UNREADABLE</c>: no primary.</summary>
    Unreadable,

    /// <summary><c>HS_UNWRITABLE</c>: a primary and too few members for a write.</summary>
    Unwritable,

    /// <summary><c>HS_WRITABLE_ILL</c>: fewer members than the table wants.</summary>
    WritableIll,

    /// <summary><c>HS_HEALTHY</c>.</summary>
    Healthy,
}

/// <summary>Judges partitions. Pure.</summary>
public static class PartitionJudge
{
    /// <summary>As the meta server computes it: by its record alone, whoever is alive.</summary>
    /// <param name="minReplicas">As the meta server has it, <see cref="TableState.MinReplicasByMeta"/>.</param>
    public static PartitionHealth ByMeta(PartitionConfig partition, int minReplicas) =>
        Of(partition.Primary is not null, partition.MemberCount, minReplicas, partition.MaxReplicas);

    /// <summary>As clients meet it: members on servers that are not alive do not count, and what a write needs is what the replica servers say.</summary>
    /// <param name="minReplicas">As the replica servers have it, <see cref="TableState.MinReplicasToWrite"/>.</param>
    public static PartitionHealth Really(PartitionConfig partition, int minReplicas, IReadOnlySet<Server> alive) =>
        Of(partition.Primary is { } primary && alive.Contains(primary), partition.Members.Count(alive.Contains), minReplicas, partition.MaxReplicas);

    /// <summary>The name that Pegasus has for it.</summary>
    public static string Name(this PartitionHealth health) => health switch
    {
        PartitionHealth.Dead => "HS_DEAD",
        PartitionHealth.Unreadable => "HS_UNREADABLE",
        PartitionHealth.Unwritable => "HS_UNWRITABLE",
        PartitionHealth.WritableIll => "HS_WRITABLE_ILL",
        _ => "HS_HEALTHY",
    };

    private static PartitionHealth Of(bool hasPrimary, int members, int minReplicas, int maxReplicas) =>
        !hasPrimary ? (members == 0 ? PartitionHealth.Dead : PartitionHealth.Unreadable)
        : members < minReplicas ? PartitionHealth.Unwritable
        : members < maxReplicas ? PartitionHealth.WritableIll
        : PartitionHealth.Healthy;
}
