using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.Guardian;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Meta.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>
/// Changes of partitions: each is one write to ZooKeeper, and a partition has at most one under way
/// (<c>src/meta/server_state.cpp</c>). What is called from outside takes <see cref="ClusterState.Gate"/>, unless it says otherwise.
/// </summary>
internal sealed partial class PartitionUpdates(
    ClusterState cluster,
    PartitionGuardian guardian,
    LevelRules level,
    MetaOptions options,
    MetaSettings settings,
    IMetaStorage storage,
    IProposer proposer,
    MetaTasks tasks,
    WireGeneration generation,
    TimeProvider time,
    ILogger log)
{
    private readonly MetaPaths _paths = new(options.ClusterRoot);

    /// <summary>How many changes were made.</summary>
    public int Made { get; private set; }

    /// <summary>Called, under the gate, when a partition of a table in transition is done.</summary>
    public Action<MetaApp> PartitionDone { get; set; } = _ => { };

    /// <summary>A primary asks for a change. Never answered while another one of that partition is under way.</summary>
    public Task<RpcAnswer> UpdateAsync(ConfigurationUpdateRequest request)
    {
        lock (cluster.Gate)
        {
            var pid = request.Config.Pid;
            var app = cluster.Apps.GetValueOrDefault(pid.AppId);
            if (app is null || pid.PartitionIndex < 0 || pid.PartitionIndex >= app.Partitions.Length || !IsChange(request.Type))
            {
                // Upstream ends its process by a failed check.
                log.UpdateRefused(pid, request.Config.Ballot, $"{request.Type} is no change, or there is no such partition");
                return Task.FromResult(RpcAnswer.Never);
            }

            return level.Effective <= MetaLevel.Freezed
                ? Task.FromResult(Answer(ErrorCode.StateFreezed, app.Partitions[pid.PartitionIndex]))
                : Update(app, pid.PartitionIndex, request);
        }
    }

    /// <summary>A node is dead. Under the gate.</summary>
    public void NodeDead(MetaApp app, int index, NodeAddress node)
    {
        var partition = app.Partitions[index];
        if (partition.IsPrimary(node))
        {
            DowngradePrimary(app, index);
        }
        else if (partition.IsSecondary(node) && partition.Primary.IsValid && !app.Contexts[index].IsPendingSync)
        {
            proposer.Send(app, partition, new ProposalAction { Type = ConfigType.DowngradeToInactive, Target = partition.Primary, Node = node });
        }
    }

    /// <summary>The table is dropped. Under the gate.</summary>
    public void DropPartition(MetaApp app, int index)
    {
        var partition = app.Partitions[index];
        var config = partition.Copy();
        foreach (var node in partition.Secondaries)
        {
            config.LastDrops = PartitionRules.MaintainDrops(config.LastDrops, node, ConfigType.DropPartition);
        }

        if (partition.Primary.IsValid)
        {
            config.LastDrops = PartitionRules.MaintainDrops(config.LastDrops, partition.Primary, ConfigType.DropPartition);
        }

        (config.Primary, config.Secondaries) = (NodeAddress.None, []);
        config.Flags |= PartitionRules.DroppedFlag;
        config.Ballot++;
        app.Contexts[index].CancelSync();
        Begin(app, index, new PendingUpdate(Request(app, config, ConfigType.DropPartition, partition.Primary), null));
    }

    /// <summary>The table is to have another number of replicas. Nothing happens while another change is under way.</summary>
    public void SetMaxReplicaCount(MetaApp app, int index, int count)
    {
        lock (cluster.Gate)
        {
            if (app.Contexts[index].IsPendingSync || app.Partitions[index].MaxReplicaCount == count)
            {
                return;
            }

            var config = app.Partitions[index].Copy();
            config.MaxReplicaCount = count;
            config.Ballot++;
            Begin(app, index, new PendingUpdate(Request(app, config, ConfigType.Invalid, NodeAddress.None), null));
        }
    }

    private static bool IsChange(ConfigType type) => type.Adds() is not null || type is ConfigType.DowngradeToSecondary or ConfigType.PrimaryForceUpdateBallot;

    private static RpcAnswer Answer(ErrorCode error, PartitionConfiguration config)
        => RpcAnswer.Of(new ConfigurationUpdateResponse { Error = error, Config = config });

    private static ConfigurationUpdateRequest Request(MetaApp app, PartitionConfiguration config, ConfigType type, NodeAddress node)
        => new() { Info = app.Snapshot(), Config = config, Type = type, Node = node };

    private Task<RpcAnswer> Update(MetaApp app, int index, ConfigurationUpdateRequest request)
    {
        var partition = app.Partitions[index];
        var context = app.Contexts[index];
        if (partition.IsSame(request.Config))
        {
            return Task.FromResult(Answer(ErrorCode.Ok, partition));
        }

        if (partition.Ballot + 1 != request.Config.Ballot)
        {
            log.UpdateRefused(partition.Pid, request.Config.Ballot, "ballot not match");
            return Task.FromResult(Answer(ErrorCode.InvalidVersion, partition));
        }

        if (context.IsPendingSync)
        {
            log.UpdateRefused(partition.Pid, request.Config.Ballot, "another request is syncing with remote storage");
            return Task.FromResult(RpcAnswer.Never);
        }

        request.Config.LastDrops = PartitionRules.MaintainDrops(request.Config.LastDrops, request.Node, request.Type);
        var answer = new TaskCompletionSource<RpcAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        Begin(app, index, new PendingUpdate(request, answer));
        return answer.Task;
    }

    private void DowngradePrimary(MetaApp app, int index)
    {
        var context = app.Contexts[index];
        if (context.Pending?.Request.Type == ConfigType.DropPartition)
        {
            return;
        }

        context.CancelSync();
        var partition = app.Partitions[index];
        var config = partition.Copy();
        config.Ballot++;
        config.Primary = NodeAddress.None;
        config.LastDrops = PartitionRules.MaintainDrops(config.LastDrops, partition.Primary, ConfigType.DowngradeToInactive);
        Begin(app, index, new PendingUpdate(Request(app, config, ConfigType.DowngradeToInactive, partition.Primary), null));
    }
}
