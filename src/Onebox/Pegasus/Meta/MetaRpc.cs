using Nightshift.Onebox.Pegasus.Meta.Guardian;
using Nightshift.Onebox.Pegasus.Meta.State;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta;

/// <summary>The RPCs of a meta server (<c>src/meta/meta_service.cpp</c>). Remote commands have no check of the leader.</summary>
internal sealed class MetaRpc(
    MetaEnvironment environment,
    Leadership leadership,
    ClusterState cluster,
    FailureDetector detector,
    PartitionGuardian guardian,
    PartitionUpdates updates,
    Proposals proposals,
    Tables tables,
    ConfigSync configSync,
    ClusterInfo clusterInfo,
    MetaSettings settings,
    MetaOptions options,
    MetaTasks tasks)
{
    public void Register(RpcHandlers handlers, RemoteCommands commands)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers
            .Add<ListNodesRequest, ListNodesResponse>(RpcNames.ListNodes, (_, request) => new(ListNodes(request)))
            .Add<ClusterInfoRequest, ClusterInfoResponse>(RpcNames.ClusterInfo, (_, _) => new(DescribeCluster()))
            .Add<ListAppsRequest, ListAppsResponse>(RpcNames.ListApps, (_, request)
                => new(Refused(out var error) ? new ListAppsResponse { Error = error } : tables.List(request)))
            .Add<QueryConfigurationRequest, QueryConfigurationResponse>(RpcNames.QueryConfiguration, (_, request) => new(QueryConfiguration(request)))
            .Add<ControlMetaRequest, ControlMetaResponse>(RpcNames.ControlMeta, (_, request) => new(ControlMeta(request)))
            .Add<BalancerRequest, BalancerResponse>(RpcNames.ProposeBalancer, (_, request) => new(new BalancerResponse { Error = Propose(request) }))
            .Add<DddDiagnoseRequest, DddDiagnoseResponse>(RpcNames.DddDiagnose, (_, request) => new(DddDiagnose(request)))
            .Add<GetMaxReplicaCountRequest, GetMaxReplicaCountResponse>(RpcNames.GetMaxReplicaCount, (_, request)
                => new(Refused(out var error) ? new GetMaxReplicaCountResponse { Error = error } : tables.GetMaxReplicaCount(request)))
            .Add(RpcNames.SetMaxReplicaCount, call => Changes(
                call, error => new SetMaxReplicaCountResponse { Error = error }, () => tables.SetMaxReplicaCountAsync(call.Read<SetMaxReplicaCountRequest>())))
            .Add(RpcNames.CreateApp, call => Changes(
                call, error => new CreateAppResponse { Error = error }, () => tables.CreateAsync(call.Read<CreateAppRequest>())))
            .Add(RpcNames.DropApp, call => Changes(
                call, error => new DropAppResponse { Error = error }, () => tables.DropAsync(call.Read<DropAppRequest>())))
            .Add(RpcNames.UpdatePartitionConfiguration, call => Changes(
                call, error => new ConfigurationUpdateResponse { Error = error }, () => UpdateAsync(call)))
            .AddInner<ConfigSyncRequest, ConfigSyncResponse>(RpcNames.ConfigSync, (_, request) => new(Sync(request)))
            .Add(RpcNames.Beacon, call => ValueTask.FromResult(OnBeacon(call.Read<BeaconMessage>(tolerant: true))))
            .Add<NegotiationRequest, NegotiationResponse>(RpcNames.Negotiation, (_, _)
                => new(new NegotiationResponse { Status = NegotiationStatus.AuthDisable }))
            .Add(RpcNames.Command, commands.AnswerAsync);
    }

    private bool LooksForTheTableFirst
        => environment.Generation == WireGeneration.HostPort
            || !Version.TryParse(environment.Identity.Version, out var version) || version >= new Version(2, 5);

    private bool Refused(out ErrorCode error) => !(error = leadership.Refusal).IsOk;

    private async ValueTask<RpcAnswer> Changes<T>(RpcCall call, Func<ErrorCode, T> refuse, Func<Task<RpcAnswer>> change)
        where T : class, IThriftStruct, new()
        => Refused(out var error) ? RpcAnswer.Of(refuse(error)) : await change().WaitAsync(call.Cancellation);

    private ListNodesResponse ListNodes(ListNodesRequest request)
    {
        if (Refused(out var error))
        {
            return new ListNodesResponse { Error = error };
        }

        lock (cluster.Gate)
        {
            List<NodeInfo> infos = [];
            if (request.Status is NodeStatus.Invalid or NodeStatus.Alive)
            {
                infos.AddRange(detector.Alive.Select(each => new NodeInfo { Status = NodeStatus.Alive, Node = each }));
            }

            if (request.Status is NodeStatus.Invalid or NodeStatus.Unalive)
            {
                infos.AddRange(detector.Dead.Select(each => new NodeInfo { Status = NodeStatus.Unalive, Node = each }));
            }

            return new ListNodesResponse { Infos = infos };
        }
    }

    private ClusterInfoResponse DescribeCluster()
    {
        if (Refused(out var error))
        {
            return new ClusterInfoResponse { Error = error };
        }

        var pairs = clusterInfo.Pairs().Append(("cluster_name", options.ClusterName)).ToList();
        return new ClusterInfoResponse { Keys = [.. pairs.Select(each => each.Item1)], Values = [.. pairs.Select(each => each.Item2)] };
    }

    /// <summary>The only answer in which a standby names the leader: as primary of one entry.</summary>
    private QueryConfigurationResponse QueryConfiguration(QueryConfigurationRequest request)
    {
        if (!Refused(out var error))
        {
            return tables.Query(request);
        }

        var leader = leadership.Leads ? NodeAddress.None : leadership.Leader;
        return new QueryConfigurationResponse { Error = error, Partitions = leader.IsValid ? [new PartitionConfiguration { Primary = leader }] : [] };
    }

    private ControlMetaResponse ControlMeta(ControlMetaRequest request)
    {
        if (Refused(out var error))
        {
            return new ControlMetaResponse { Error = error };
        }

        var old = settings.Level;
        if (request.Level != MetaLevel.Invalid)
        {
            if (request.Level <= MetaLevel.Steady)
            {
                tasks.Run(_ =>
                {
                    proposals.Clear();
                    return Task.CompletedTask;
                });
            }

            settings.Level = request.Level;
            environment.Log.LevelSet(request.Level, old);
        }

        return new ControlMetaResponse { OldLevel = old };
    }

    /// <summary>
    /// From 2.5 on the table is looked for before the leader is (<c>CHECK_APP_ID_STATUS_AND_AUTHZ</c>): a standby, which knows none, refuses the
    /// parameters, and in master says that there is no such table.
    /// </summary>
    private ErrorCode Propose(BalancerRequest request)
    {
        lock (cluster.Gate)
        {
            if (LooksForTheTableFirst && !cluster.Apps.ContainsKey(request.Gpid.AppId))
            {
                return environment.Generation == WireGeneration.HostPort ? ErrorCode.AppNotExist : ErrorCode.InvalidParameters;
            }
        }

        return Refused(out var error) ? error : proposals.Propose(request);
    }

    private DddDiagnoseResponse DddDiagnose(DddDiagnoseRequest request)
    {
        if (Refused(out var error))
        {
            return new DddDiagnoseResponse { Error = error };
        }

        lock (cluster.Gate)
        {
            return new DddDiagnoseResponse { Partitions = guardian.DddPartitions(request.Pid) };
        }
    }

    private Task<RpcAnswer> UpdateAsync(RpcCall call)
    {
        var request = call.Read<ConfigurationUpdateRequest>(tolerant: true);
        request.Node = environment.Named(request.Node);
        request.Config.Primary = environment.Named(request.Config.Primary);
        request.Config.Secondaries = [.. request.Config.Secondaries.Select(environment.Named)];
        request.Config.LastDrops = [.. request.Config.LastDrops.Select(environment.Named)];
        return updates.UpdateAsync(request);
    }

    private ConfigSyncResponse Sync(ConfigSyncRequest request)
        => Refused(out var error)
            ? new ConfigSyncResponse { Error = error }
            : configSync.Answer(environment.Named(request.Node), request.StoredReplicas);

    /// <summary>Standbys answer too, and say who leads; a node that restarts too often gets no answer at all.</summary>
    private RpcAnswer OnBeacon(BeaconMessage beacon)
    {
        beacon.From = environment.Named(beacon.From);
        lock (cluster.Gate)
        {
            if (!detector.IsStable(beacon))
            {
                environment.Log.Unstable(beacon.From);
                return RpcAnswer.Never;
            }

            if (leadership.Leads)
            {
                detector.OnBeacon(beacon.From);
            }
        }

        return RpcAnswer.Of(new BeaconAck
        {
            Time = beacon.Time,
            ThisNode = beacon.To,
            PrimaryNode = leadership.Leads ? beacon.To : leadership.Leader,
            IsMaster = leadership.Leads,
            Allowed = true,
        });
    }
}
