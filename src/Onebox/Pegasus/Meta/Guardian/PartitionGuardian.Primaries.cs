using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.Guardian;

// A partition without primary.
internal sealed partial class PartitionGuardian
{
    private CureStatus OnMissingPrimary(MetaApp app, int index)
    {
        var partition = app.Partitions[index];
        return partition.Secondaries.Count > 0 ? UpgradeSecondary(app, index)
            : partition.LastDrops.Count == 0 ? AssignFirstPrimary(app, index)
            : AwaitFormerMembers(app, index);
    }

    /// <summary>The alive secondary whose node holds the fewest primaries.</summary>
    private CureStatus UpgradeSecondary(MetaApp app, int index)
    {
        NodeState? chosen = null;
        foreach (var secondary in app.Partitions[index].Secondaries)
        {
            var node = cluster.FindOrAdd(secondary);
            if (node.IsAlive && (chosen is null || node.HasFewerPrimariesThan(chosen, app.Info.AppId)))
            {
                chosen = node;
            }
        }

        if (chosen is null)
        {
            log.AllSecondariesDead(app.Partitions[index].Pid);
            return CureStatus.Dead;
        }

        chosen.AddNewPrimary(app.Info.AppId, onlyPrimary: true);
        Assign(app, index, ConfigType.UpgradeToPrimary, chosen.Address);
        return CureStatus.Ill;
    }

    /// <summary>A new partition: any node, the one with the fewest primaries.</summary>
    private CureStatus AssignFirstPrimary(MetaApp app, int index)
    {
        NodeState? chosen = null;
        foreach (var node in cluster.Nodes.Values)
        {
            if (node.IsAlive && (chosen is null || node.HasFewerPrimariesThan(chosen, app.Info.AppId)))
            {
                chosen = node;
            }
        }

        if (chosen is not null)
        {
            chosen.AddNewPrimary(app.Info.AppId, onlyPrimary: false);
            Assign(app, index, ConfigType.AssignPrimary, chosen.Address);
        }

        return CureStatus.Ill;
    }

    /// <summary>All members are gone: one of the last two comes back as primary if what both report leaves no doubt.</summary>
    private CureStatus AwaitFormerMembers(MetaApp app, int index)
    {
        var partition = app.Partitions[index];
        var (node, reason) = partition.LastDrops.Count == 1 ? (partition.LastDrops[0], string.Empty) : ChooseOfLastTwo(app, index);
        if (node.IsValid)
        {
            cluster.Find(node)?.AddNewPrimary(app.Info.AppId, onlyPrimary: false);
            Assign(app, index, ConfigType.AssignPrimary, node);
        }
        else
        {
            log.Ddd(partition.Pid, reason);
            _ddd[(app.Info.AppId, index)] = Describe(app, index, reason);
        }

        return CureStatus.Dead;
    }

    private (NodeAddress Node, string Reason) ChooseOfLastTwo(MetaApp app, int index)
    {
        var partition = app.Partitions[index];
        var context = app.Contexts[index];
        var reason = string.Empty;
        var collected = new DroppedReplica[2];
        var ready = true;
        for (var at = 0; at < 2; at++)
        {
            var (replica, missing) = Collected(context, partition.LastDrops[^(2 - at)]);
            collected[at] = replica;
            (ready, reason) = missing is null ? (ready, reason) : (false, missing);
        }

        if (!ready)
        {
            return (NodeAddress.None, reason);
        }

        return collected[0].Ballot == -1 && collected[1].Ballot == -1
            ? (NodeAddress.None, "no replica info collected from the last two drops")
            : Choose(collected[0], collected[1], partition.LastCommittedDecree);
    }

    private (DroppedReplica Replica, string? Missing) Collected(PartitionContext context, NodeAddress node)
    {
        if (cluster.Find(node) is not { IsAlive: true } state)
        {
            return (default, $"the last dropped node({node}) haven't come back yet");
        }

        foreach (var dropped in context.Dropped)
        {
            if (dropped.Node == node && dropped.Ballot != -1)
            {
                return (dropped, null);
            }
        }

        if (state.HasCollected)
        {
            return (new DroppedReplica(node, 0), null);
        }

        var why = context.Dropped.Any(each => each.Node == node)
            ? "replica info has not been collected from the node"
            : "the node is not exist in dropped_nodes";
        return (default, $"the last dropped node({node}) is unavailable because {why}");
    }

    private static (NodeAddress Node, string Reason) Choose(DroppedReplica previous, DroppedReplica recent, long committedOnMeta)
    {
        var byBallot = previous.Ballot.CompareTo(recent.Ballot);
        var byCommitted = previous.LastCommittedDecree.CompareTo(recent.LastCommittedDecree);
        if (byBallot * byCommitted < 0)
        {
            return (NodeAddress.None, "for the last two drops, the node with larger ballot has smaller last committed decree");
        }

        var committed = Math.Max(previous.LastCommittedDecree, recent.LastCommittedDecree);
        var prepared = Math.Max(previous.LastPreparedDecree, recent.LastPreparedDecree);
        if (prepared < committedOnMeta || prepared < committed)
        {
            // Upstream writes the numbers to its log and leaves the reason empty.
            return (NodeAddress.None, string.Empty);
        }

        var byPrepared = previous.LastPreparedDecree > recent.LastPreparedDecree ? 1 : -1;
        var order = byBallot != 0 ? byBallot : byCommitted != 0 ? byCommitted : byPrepared;
        return (order < 0 ? recent.Node : previous.Node, string.Empty);
    }

    private DddPartitionInfo Describe(MetaApp app, int index, string reason) => new()
    {
        Config = app.Partitions[index],
        Dropped = [.. app.Contexts[index].Dropped.Select(Describe)],
        Reason = reason,
    };

    private DddNodeInfo Describe(DroppedReplica dropped)
    {
        var info = new DddNodeInfo { Node = dropped.Node, DropTimeMs = dropped.TimeMs, Ballot = -1, LastCommittedDecree = -1, LastPreparedDecree = -1 };
        if (cluster.Find(dropped.Node) is not { IsAlive: true } node)
        {
            return info;
        }

        info.IsAlive = true;
        if (node.HasCollected)
        {
            info.IsCollected = true;
            info.Ballot = dropped.Ballot;
            info.LastCommittedDecree = dropped.LastCommittedDecree;
            info.LastPreparedDecree = dropped.LastPreparedDecree;
        }

        return info;
    }

    private static void Assign(MetaApp app, int index, ConfigType type, NodeAddress node)
        => app.Contexts[index].Actions.AssignCure(new ProposalAction { Type = type, Target = node, Node = node });
}
