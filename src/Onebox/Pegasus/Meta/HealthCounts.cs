using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>Health as the shell and the pages count it: fewer than two replicas take no writes, whatever the configuration says.</summary>
internal readonly record struct HealthCounts(int FullyHealthy, int WriteUnhealthy, int ReadUnhealthy)
{
    private const int EnoughForWrites = 2;

    public static HealthCounts Of(IReadOnlyList<PartitionConfiguration> partitions)
    {
        var (healthy, noWrites, noReads) = (0, 0, 0);
        foreach (var partition in partitions)
        {
            if (!partition.Primary.IsValid)
            {
                noWrites++;
                noReads++;
            }
            else if (partition.ReplicaCount() >= partition.MaxReplicaCount)
            {
                healthy++;
            }
            else if (partition.ReplicaCount() < EnoughForWrites)
            {
                noWrites++;
            }
        }

        return new HealthCounts(healthy, noWrites, noReads);
    }
}
