using Microsoft.Extensions.Logging;
using Nightshift.Onebox.Pegasus.Meta.Guardian;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>A replica server asks for all it is to serve, and tells what it stores (<c>server_state::on_config_sync</c>).</summary>
internal sealed class ConfigSync(ClusterState cluster, PartitionGuardian guardian, LevelRules level, TimeProvider time, ILogger log)
{
    public ConfigSyncResponse Answer(NodeAddress node, IReadOnlyList<ReplicaInfo>? stored)
    {
        lock (cluster.Gate)
        {
            var state = cluster.Find(node);
            if (state is not null && state.Partitions.Any(pid => IsAboutToChange(pid, node)))
            {
                return new ConfigSyncResponse { Error = ErrorCode.Busy };
            }

            var garbage = stored is null ? [] : Collect(node, state, stored);
            return new ConfigSyncResponse
            {
                Error = state is null ? ErrorCode.ObjectNotFound : ErrorCode.Ok,
                Partitions = state is null ? [] : [.. state.Partitions.Select(pid => Describe(pid, node))],
                GcReplicas = garbage.Count > 0 ? garbage : null,
            };
        }
    }

    /// <summary>A change that concerns the node itself is being written: what it would be told now may be wrong in a moment.</summary>
    private bool IsAboutToChange(Gpid pid, NodeAddress node)
        => cluster.Apps[pid.AppId].Contexts[pid.PartitionIndex].Pending is { } pending && pending.Request.Node == node;

    private ConfigurationUpdateRequest Describe(Gpid pid, NodeAddress node)
    {
        var app = cluster.Apps[pid.AppId];
        return new ConfigurationUpdateRequest { Info = app.Snapshot(), Config = app.Partitions[pid.PartitionIndex], HostNode = node };
    }

    /// <summary>Remembers what is stored; what nobody needs may be thrown away at level lively alone.</summary>
    private List<ReplicaInfo> Collect(NodeAddress node, NodeState? state, IReadOnlyList<ReplicaInfo> stored)
    {
        if (state is not null)
        {
            state.HasCollected = true;
        }

        List<ReplicaInfo> garbage = [];
        foreach (var replica in stored)
        {
            if (!cluster.Apps.TryGetValue(replica.Pid.AppId, out var app) || replica.Pid.PartitionIndex >= app.Partitions.Length)
            {
                // Upstream ends its process by a failed check.
                log.UnknownReplica(replica.Pid, node);
            }
            else if (IsGarbage(app, node, replica) && level.Effective > MetaLevel.Steady)
            {
                garbage.Add(replica);
            }
        }

        return garbage;
    }

    private bool IsGarbage(MetaApp app, NodeAddress node, ReplicaInfo replica) => app.Info.Status switch
    {
        AppStatus.Dropped => app.Info.ExpireSecond != 0 && app.Info.ExpireSecond <= time.GetUtcNow().ToUnixTimeSeconds(),
        AppStatus.Available => !guardian.Collect(app, node, replica),
        _ => false,
    };
}
