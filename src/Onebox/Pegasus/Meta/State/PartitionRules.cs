using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>Small rules about configurations (<c>src/meta/meta_data.h</c>, <c>src/common/replication_other_types.h</c>).</summary>
internal static class PartitionRules
{
    /// <summary><c>partition_flags</c>: the table is dropped.</summary>
    public const int DroppedFlag = 1;
    private const int MostLastDrops = 3;

    public static int ReplicaCount(this PartitionConfiguration partition) => partition.Secondaries.Count + (partition.Primary.IsValid ? 1 : 0);

    public static bool IsPrimary(this PartitionConfiguration partition, NodeAddress node) => node.IsValid && partition.Primary == node;

    public static bool IsSecondary(this PartitionConfiguration partition, NodeAddress node) => node.IsValid && partition.Secondaries.Contains(node);

    public static bool IsMember(this PartitionConfiguration partition, NodeAddress node) => partition.IsPrimary(node) || partition.IsSecondary(node);

    /// <summary>Whether that change adds a member (true), takes one away (false), or neither (<c>when_update_replicas</c>).</summary>
    public static bool? Adds(this ConfigType type) => type switch
    {
        ConfigType.AssignPrimary or ConfigType.UpgradeToPrimary or ConfigType.UpgradeToSecondary => true,
        ConfigType.DowngradeToInactive or ConfigType.Remove or ConfigType.DropPartition => false,
        _ => null,
    };

    /// <summary>The last drops after a node came or went: at most three, the latest last (<c>maintain_drops</c>).</summary>
    public static IReadOnlyList<NodeAddress> MaintainDrops(IReadOnlyList<NodeAddress> drops, NodeAddress node, ConfigType type) => type.Adds() switch
    {
        null => drops,
        true => [.. drops.Where(each => each != node)],
        false => [.. drops.Where(each => each != node).Append(node).TakeLast(MostLastDrops)],
    };

    /// <summary>Whether a request says what the leader already has (<c>is_partition_config_equal</c>: last drops do not count).</summary>
    public static bool IsSame(this PartitionConfiguration left, PartitionConfiguration right)
        => left.Ballot == right.Ballot && left.Pid == right.Pid && left.MaxReplicaCount == right.MaxReplicaCount && left.Primary == right.Primary
            && left.Secondaries.Count == right.Secondaries.Count && left.Secondaries.All(right.Secondaries.Contains)
            && left.LastCommittedDecree == right.LastCommittedDecree;

    /// <summary><c>app_mutation_2pc_min_replica_count</c>: how many replicas a write needs.</summary>
    public static int MinReplicasForWrite(int configured, int maxReplicaCount)
        => configured > 0 ? configured : maxReplicaCount <= 2 ? 1 : (maxReplicaCount / 2) + 1;

    public static PartitionHealth Health(this PartitionConfiguration partition, int minReplicasForWrite)
    {
        if (!partition.Primary.IsValid)
        {
            return partition.Secondaries.Count == 0 ? PartitionHealth.Dead : PartitionHealth.Unreadable;
        }

        var replicas = partition.ReplicaCount();
        return replicas < minReplicasForWrite ? PartitionHealth.Unwritable
            : replicas < partition.MaxReplicaCount ? PartitionHealth.WritableIll
            : PartitionHealth.Healthy;
    }
}
