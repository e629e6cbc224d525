using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Commands;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>The RPCs of a server that has loaded (<c>open_service</c>).</summary>
internal sealed partial class ReplicaServer
{
    private readonly RemoteCommands _commands;

    private void AddHandlers() => _wire.Handlers
        .AddOneWay<ConfigurationUpdateRequest>(RpcNames.ConfigProposal, (_, request) => Do(() => OnProposal(request)))
        .Add(InnerRpc.Prepare, call => ValueTask.FromResult(OnPrepare(call)))
        .AddInner<LearnRequest, LearnResponse>(InnerRpc.Learn, (_, request) => ValueTask.FromResult(
            Find(request.Pid)?.OnLearn(request) ?? new LearnResponse { Error = ErrorCode.ObjectNotFound }))
        .AddInner<GroupCheckResponse, LearnNotifyResponse>(InnerRpc.LearnCompletionNotify, (_, report) => ValueTask.FromResult(
            Find(report.Pid)?.OnLearned(report)
            ?? new LearnNotifyResponse { Pid = report.Pid, Signature = report.LearnerSignature, Error = ErrorCode.ObjectNotFound }))
        .AddInner<GroupCheckRequest, GroupCheckResponse>(InnerRpc.GroupCheck, (_, request) => ValueTask.FromResult(OnGroupCheck(request)))
        .AddOneWay<GroupCheckRequest>(InnerRpc.AddLearner, (_, request) => Do(() => OnAddLearner(request)))
        .AddOneWay<ReplicaConfiguration>(InnerRpc.RemoveReplica, (_, config) => Do(() => Find(config.Pid)?.OnRemove(config)))
        .Add<QueryReplicaInfoRequest, QueryReplicaInfoResponse>(RpcNames.QueryReplicaInfo, (_, _) => ValueTask.FromResult(
            new QueryReplicaInfoResponse { Replicas = Stored() }))
        .Add<QueryAppInfoRequest, QueryAppInfoResponse>(RpcNames.QueryAppInfo, (_, _) => ValueTask.FromResult(
            new QueryAppInfoResponse { Apps = StoredApps() }))
        .Add<QueryDiskInfoRequest, QueryDiskInfoResponse>(RpcNames.QueryDiskInfo, (_, request) => ValueTask.FromResult(OnQueryDiskInfo(request)))
        .Add(RpcNames.Command, _commands.AnswerAsync);

    private RpcAnswer OnPrepare(RpcCall call)
    {
        var request = call.Read<PrepareRequest>(tolerant: true);
        if (Find(request.Config.Pid) is not { } replica)
            return RpcAnswer.Of(new PrepareAck { Pid = request.Config.Pid, Error = ErrorCode.ObjectNotFound });
        return replica.OnPrepare(request) is { } ack ? RpcAnswer.Of(ack) : RpcAnswer.Never;
    }

    private QueryDiskInfoResponse OnQueryDiskInfo(QueryDiskInfoRequest request)
    {
        var wanted = Open().Where(replica => request.AppName.Length == 0 || replica.App.AppName == request.AppName).ToList();
        if (request.AppName.Length > 0 && wanted.Count == 0) return new QueryDiskInfoResponse { Error = ErrorCode.ObjectNotFound };
        const long Capacity = 100 * 1024;
        const long Available = 60 * 1024;
        var disk = new DiskInfo
        {
            Tag = "default",
            FullDir = _root,
            DiskCapacityMb = Capacity,
            DiskAvailableMb = Available,
            HoldingPrimaryReplicas = Held(PartitionStatus.Primary),
            HoldingSecondaryReplicas = Held(PartitionStatus.Secondary),
        };
        return new QueryDiskInfoResponse { TotalCapacityMb = Capacity, TotalAvailableMb = Available, DiskInfos = [disk] };

        Dictionary<int, IReadOnlyList<Gpid>> Held(PartitionStatus status) => wanted.Where(replica => replica.Status == status)
            .GroupBy(replica => replica.Pid.AppId).ToDictionary(app => app.Key, app => (IReadOnlyList<Gpid>)[.. app.Select(replica => replica.Pid)]);
    }

    private static ValueTask Do(Action work)
    {
        work();
        return ValueTask.CompletedTask;
    }
}
