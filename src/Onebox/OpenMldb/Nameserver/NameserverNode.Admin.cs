using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Methods that make ops. Preconditions in upstream's order.
internal sealed partial class NameserverNode
{
    private async Task<IReply> ChangeLeaderAsync(ChangeLeaderRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            if (request.Pid > (uint)table.TablePartition.Count - 1)
            {
                return Reply.With(ReturnCode.PidIsNotExist, "pid does not exist");
            }

            var metas = table.Partition(request.Pid)?.PartitionMeta ?? [];
            if (metas.Count == 1)
            {
                return Reply.With(ReturnCode.NoFollower, "no follower");
            }

            if (request.CandidateLeader is null && metas.Any(meta => meta.Alive() && meta.Leads()))
            {
                return Reply.With(ReturnCode.LeaderIsAlive, "leader is alive");
            }

            if (!metas.Any(meta => meta.Alive() && !meta.Leads()))
            {
                return Reply.With(ReturnCode.NoAliveFollower, "no alive follower");
            }

            var candidate = request.CandidateLeader is null or "auto" or "" ? null : request.CandidateLeader;
            return await CreateChangeLeaderOpAsync(table, request.Pid!.Value, candidate, needRestore: false, _node.Flags.TaskConcurrency) == Created.Ok
                ? Reply.Ok()
                : Reply.With(ReturnCode.CreateOpFailed, "create op failed");
        }
    }

    private async Task<IReply> OfflineEndpointAsync(OfflineEndpointRequest request)
    {
        if (request.Concurrency > _node.Flags.TaskMaxConcurrency)
        {
            return Reply.With(ReturnCode.InvalidParameter, "invalid parameter");
        }

        using (await _mutex.HoldAsync())
        {
            if (!_tablets.ContainsKey(request.Endpoint!))
            {
                return Reply.With(ReturnCode.EndpointIsNotExist, "endpoint does not exist");
            }

            await OfflineTabletAsync(request.Endpoint!, request.Concurrency ?? _node.Flags.TaskConcurrency);
            return Reply.Ok();
        }
    }

    private async Task<IReply> RecoverEndpointAsync(RecoverEndpointRequest request)
    {
        if (request.Concurrency > _node.Flags.TaskMaxConcurrency)
        {
            return Reply.With(ReturnCode.InvalidParameter, "invalid parameter");
        }

        using (await _mutex.HoldAsync())
        {
            if (RefuseTablet(request.Endpoint!) is { } refused)
            {
                return refused;
            }

            await RecoverTabletAsync(request.Endpoint!, request.NeedRestore == true, request.Concurrency ?? _node.Flags.TaskConcurrency);
            return Reply.Ok();
        }
    }

    private GeneralResponse? RefuseTablet(string endpoint)
        => !_tablets.TryGetValue(endpoint, out var tablet) ? Reply.With(ReturnCode.EndpointIsNotExist, "endpoint does not exist")
            : !tablet.IsHealthy ? Reply.With(ReturnCode.TabletIsNotHealthy, "tablet is not healthy")
            : null;

    private async Task<IReply> RecoverTableAsync(RecoverTableRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (RefuseTablet(request.Endpoint!) is { } refused)
            {
                return refused;
            }

            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            if (table.Partition(request.Pid)?.Replica(request.Endpoint) is not { } replica)
            {
                return Reply.With(ReturnCode.PidIsNotExist, "pid does not exist");
            }

            if (replica.Alive())
            {
                return Reply.With(ReturnCode.PartitionIsAlive, "table is alive, need not recover");
            }

            await CreateRecoverTableOpAsync(
                table, request.Pid!.Value, request.Endpoint!, replica.Leads(), _node.Flags.CheckBinlogSyncProgressDelta, _node.Flags.TaskConcurrency);
            return Reply.Ok();
        }
    }
}
