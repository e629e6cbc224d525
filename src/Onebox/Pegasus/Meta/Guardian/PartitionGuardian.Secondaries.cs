using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.Guardian;

// Too few secondaries, or too many.
internal sealed partial class PartitionGuardian
{
    private CureStatus OnMissingSecondary(MetaApp app, int index)
    {
        var partition = app.Partitions[index];
        var context = app.Contexts[index];
        var node = WhyUrgent(partition, context) is { } reason ? UrgentCandidate(app, index, reason) : LastDropped(context);
        if (node.IsValid)
        {
            cluster.Find(node)?.AddNewPartition(app.Info.AppId);
            context.Actions.AssignCure(new ProposalAction { Type = ConfigType.AddSecondary, Target = partition.Primary, Node = node });
        }

        return CureStatus.Ill;
    }

    private string? WhyUrgent(PartitionConfiguration partition, PartitionContext context)
    {
        var least = PartitionRules.MinReplicasForWrite(options.MinReplicasForWrite, partition.MaxReplicaCount);
        if (partition.MaxReplicaCount > least && partition.ReplicaCount() < least)
        {
            return "too few replicas";
        }

        if (context.Dropped.Count == 0)
        {
            return "no dropped candidate";
        }

        var last = context.Dropped[^1];
        return last.TimeMs + settings.AssignDelayMs <= NowMs ? "lose secondary for a long time"
            : settings.BlackList.Contains(last.Node) ? "recent dropped is in black list"
            : null;
    }

    /// <summary>Not urgent: only the last dropped node, and only once it is alive.</summary>
    private NodeAddress LastDropped(PartitionContext context)
    {
        var last = context.Dropped[^1].Node;
        return cluster.IsAlive(last) ? last : NodeAddress.None;
    }

    /// <summary>Urgent: a former member that is alive, the latest first and each once; else the node with the fewest partitions.</summary>
    private NodeAddress UrgentCandidate(MetaApp app, int index, string reason)
    {
        var context = app.Contexts[index];
        var node = PreferredDropped(context);
        if (!node.IsValid || settings.BlackList.Contains(node))
        {
            node = LeastLoaded(app, index, node);
        }

        log.UrgentSecondary(app.Partitions[index].Pid, reason, node);
        return node;
    }

    private NodeAddress PreferredDropped(PartitionContext context)
    {
        if (context.PreferredDropped < 0 || context.PreferredDropped >= context.Dropped.Count)
        {
            context.PreferredDropped = context.Dropped.Count - 1;
        }

        while (context.PreferredDropped >= 0)
        {
            var candidate = context.Dropped[context.PreferredDropped--].Node;
            if (cluster.IsAlive(candidate))
            {
                return candidate;
            }
        }

        return NodeAddress.None;
    }

    /// <summary>The least loaded of the others; as upstream, the refused one when there is none.</summary>
    private NodeAddress LeastLoaded(MetaApp app, int index, NodeAddress refused)
    {
        NodeState? least = null;
        foreach (var node in cluster.Nodes.Values)
        {
            if (!node.IsAlive || app.Partitions[index].IsMember(node.Address) || settings.BlackList.Contains(node.Address))
            {
                continue;
            }

            if (least is null || node.HasFewerPartitionsThan(least, app.Info.AppId))
            {
                least = node;
            }
        }

        return least?.Address ?? refused;
    }

    /// <summary>Takes one from the fullest node. It counts as a proposal of the balancer, as upstream's does.</summary>
    private CureStatus OnRedundantSecondary(MetaApp app, int index)
    {
        var partition = app.Partitions[index];
        var fullest = partition.Secondaries[0];
        foreach (var secondary in partition.Secondaries)
        {
            if (Load(secondary) > Load(fullest))
            {
                fullest = secondary;
            }
        }

        app.Contexts[index].Actions.AssignBalancer([new ProposalAction { Type = ConfigType.Remove, Target = partition.Primary, Node = fullest }]);
        return CureStatus.Ill;

        int Load(NodeAddress node) => cluster.Find(node)?.PartitionCount ?? 0;
    }
}
