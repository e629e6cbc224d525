using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.Guardian;

/// <summary>
/// Decides what a partition needs (<c>src/meta/partition_guardian.cpp</c>). All of it runs under <see cref="ClusterState.Gate"/>.
/// </summary>
internal sealed partial class PartitionGuardian(
    ClusterState cluster, MetaOptions options, MetaSettings settings, TimeProvider time, ILogger log)
{
    private readonly SortedDictionary<(int App, int Index), DddPartitionInfo> _ddd = [];

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// How the partition is and the action that is due: the first of its pending ones if that is valid, otherwise a new one.
    /// </summary>
    public CureResult Cure(MetaApp app, int index)
    {
        var context = app.Contexts[index];
        if (FromProposals(app, index) is { } pending)
        {
            return new CureResult(CureStatus.Ill, pending);
        }

        var partition = app.Partitions[index];
        var status = !partition.Primary.IsValid ? OnMissingPrimary(app, index)
            : partition.Secondaries.Count + 1 < partition.MaxReplicaCount ? OnMissingSecondary(app, index)
            : partition.Secondaries.Count >= partition.MaxReplicaCount ? OnRedundantSecondary(app, index)
            : CureStatus.Healthy;
        return new CureResult(status, context.Actions.IsEmpty ? null : context.Actions.Front);
    }

    /// <summary>
    /// Takes note of a finished change. Whatever the change was, the first pending action of the partition counts as done.
    /// </summary>
    public void Reconfigure(MetaApp app, int index, ConfigurationUpdateRequest request)
    {
        var context = app.Contexts[index];
        if (!context.Actions.IsEmpty)
        {
            FinishCure(app, context);
            context.Actions.PopFront();
        }

        if (request.Type == ConfigType.DropPartition)
        {
            context.Serving.Clear();
            foreach (var node in request.Config.LastDrops)
            {
                context.RecordDrop(node, NowMs, options.MaxReservedDroppedReplicas);
            }

            return;
        }

        switch (request.Type.Adds())
        {
            case true:
                context.RemoveFromDropped(request.Node);
                context.CheckSize(options.MaxReservedDroppedReplicas);
                break;
            case false:
                context.Serving.Remove(request.Node);
                context.RecordDrop(request.Node, NowMs, options.MaxReservedDroppedReplicas);
                break;
        }
    }

    /// <summary>Takes what a node reports of one of its replicas (<c>collect_replica</c>); false: the cluster has no use for it.</summary>
    public bool Collect(MetaApp app, NodeAddress node, ReplicaInfo info)
    {
        var context = app.Contexts[info.Pid.PartitionIndex];
        if (app.Partitions[info.Pid.PartitionIndex].IsMember(node))
        {
            context.Serving.Add(node);
            return true;
        }

        context.Actions.TrackLearner(node, info);
        var kept = context.CollectDropped(node, info, options.MaxReservedDroppedReplicas);
        return kept || info.Status == PartitionStatus.PotentialSecondary;
    }

    /// <summary>Partitions that wait for an administrator; -1 stands for all tables or all partitions.</summary>
    public IReadOnlyList<DddPartitionInfo> DddPartitions(Gpid pid) =>
    [
        .. _ddd.Where(each => pid.AppId == -1 || (each.Key.App == pid.AppId && (pid.PartitionIndex == -1 || each.Key.Index == pid.PartitionIndex)))
            .Select(each => each.Value),
    ];

    public void ClearDdd() => _ddd.Clear();

    /// <summary>The pending list's first action; a list that does not fit the moment is dropped without a word to its sender.</summary>
    private ProposalAction? FromProposals(MetaApp app, int index)
    {
        var context = app.Contexts[index];
        if (context.Actions.IsEmpty)
        {
            return null;
        }

        var action = context.Actions.Front;
        var reason = WhyInvalid(app.Partitions[index], context, action);
        if (reason is null)
        {
            return action;
        }

        log.ProposalsDropped(app.Partitions[index].Pid, action.Type, action.Target, action.Node, reason);
        while (!context.Actions.IsEmpty)
        {
            FinishCure(app, context);
            context.Actions.PopFront();
        }

        return null;
    }

    private string? WhyInvalid(PartitionConfiguration partition, PartitionContext context, ProposalAction action)
    {
        if (!action.Target.IsValid)
        {
            return "action target is invalid";
        }

        if (!action.Node.IsValid)
        {
            return "action node is invalid";
        }

        if (!cluster.IsAlive(action.Target))
        {
            return "action target is not alive";
        }

        if (!cluster.IsAlive(action.Node))
        {
            return "action node is not alive";
        }

        if (context.Actions.IsAbnormalLearning)
        {
            return "learning process abnormal";
        }

        return FitsTheMoment(partition, action) ? null : "action is invalid";
    }

    private static bool FitsTheMoment(PartitionConfiguration partition, ProposalAction action) => action.Type switch
    {
        ConfigType.AssignPrimary => action.Node == action.Target && !partition.Primary.IsValid && !partition.IsSecondary(action.Node),
        ConfigType.UpgradeToPrimary => action.Node == action.Target && !partition.Primary.IsValid && partition.IsSecondary(action.Node),
        ConfigType.AddSecondary or ConfigType.AddSecondaryForLb => partition.IsPrimary(action.Target) && !partition.IsSecondary(action.Node),
        ConfigType.DowngradeToInactive or ConfigType.Remove => partition.IsPrimary(action.Target) && partition.IsMember(action.Node),
        ConfigType.DowngradeToSecondary => action.Target == action.Node && partition.IsPrimary(action.Target),
        _ => false,
    };

    /// <summary>Takes an action of cure back out of the counts of what is on its way.</summary>
    private void FinishCure(MetaApp app, PartitionContext context)
    {
        var action = context.Actions.Front;
        if (context.Actions.IsFromBalancer || cluster.Find(action.Node) is not { } node)
        {
            return;
        }

        switch (action.Type)
        {
            case ConfigType.AssignPrimary:
                node.RemoveNewPrimary(app.Info.AppId, onlyPrimary: false);
                break;
            case ConfigType.UpgradeToPrimary:
                node.RemoveNewPrimary(app.Info.AppId, onlyPrimary: true);
                break;
            case ConfigType.UpgradeToSecondary or ConfigType.AddSecondary:
                node.RemoveNewPartition(app.Info.AppId);
                break;
        }
    }
}
