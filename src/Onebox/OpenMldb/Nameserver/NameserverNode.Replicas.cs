using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// Methods that add, remove and move replicas, or make snapshots of them.
internal sealed partial class NameserverNode
{
    private async Task<IReply> AddReplicaAsync(AddReplicaNSRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (!IsHealthy(request.Endpoint))
            {
                return Reply.With(ReturnCode.TabletIsNotHealthy, "tablet is not healthy");
            }

            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            var pids = Pids(request.PidGroup, request.Pid);
            if (pids.Max > (uint)table.TablePartition.Count - 1)
            {
                return Reply.With(ReturnCode.InvalidParameter, "invalid parameter");
            }

            if (pids.FirstOrDefault(pid => table.Partition(pid)?.Replica(request.Endpoint) is not null, uint.MaxValue) is not uint.MaxValue and var there)
            {
                return Reply.With(ReturnCode.PidAlreadyExists, $"pid {there} is exist in {request.Endpoint}");
            }

            foreach (var pid in pids)
            {
                var data = MessageShape.Clone(request);
                data.Pid = pid;
                if (Refused(await CreateOpAsync(OpType.AddReplicaOP, request.Db ?? string.Empty, request.Name!, pid, data, 1)) is { } refused)
                {
                    return refused;
                }
            }

            return Reply.Ok();
        }
    }

    private static SortedSet<uint> Pids(List<uint> group, uint? pid) => group.Count > 0 ? [.. group] : [pid!.Value];

    private static GeneralResponse? Refused(Created created) => created switch
    {
        Created.NoIndex => Reply.With(ReturnCode.SetZkFailed, "set zk failed"),
        Created.NoTasks => Reply.With(ReturnCode.CreateOpFailed, "create op failed"),
        Created.NotAdded => Reply.With(ReturnCode.AddOpDataFailed, "add op data failed"),
        _ => null,
    };

    private async Task<IReply> DelReplicaAsync(DelReplicaNSRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            if (!IsHealthy(request.Endpoint))
            {
                return Reply.With(ReturnCode.TabletIsNotHealthy, "tablet is not healthy");
            }

            var pids = Pids(request.PidGroup, request.Pid);
            if (pids.Max > (uint)table.TablePartition.Count - 1)
            {
                return Reply.With(ReturnCode.InvalidParameter, "max pid is greater than partition size");
            }

            foreach (var pid in pids)
            {
                if (table.Partition(pid)?.Replica(request.Endpoint) is not { } replica)
                {
                    return Reply.With(ReturnCode.PidIsNotExist, $"pid {pid} is not in {request.Endpoint}");
                }

                if (replica.Leads())
                {
                    return Reply.With(ReturnCode.TableIsLeader, $"can not del leader. pid {pid} endpoint {request.Endpoint}");
                }
            }

            foreach (var pid in pids)
            {
                if (await CreateOpAsync(
                    OpType.DelReplicaOP, request.Db ?? string.Empty, request.Name!, pid, request.Endpoint!, _node.Flags.TaskConcurrency) != Created.Ok)
                {
                    return Reply.With(ReturnCode.CreateOpFailed, "create op failed");
                }
            }

            return Reply.Ok();
        }
    }

    private async Task<IReply> MigrateAsync(MigrateRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (!IsHealthy(request.SrcEndpoint))
            {
                return Reply.With(ReturnCode.SrcEndpointIsNotHealthy, "src_endpoint does not exist or not healthy");
            }

            if (!IsHealthy(request.DesEndpoint))
            {
                return Reply.With(ReturnCode.DesEndpointIsNotHealthy, "des_endpoint does not exist or not healthy");
            }

            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            foreach (var pid in request.Pid)
            {
                if (MigrateFault(table, pid, request) is { } fault)
                {
                    return Reply.With(ReturnCode.MigrateFailed, fault);
                }
            }

            foreach (var pid in request.Pid)
            {
                var data = new MigrateInfo { SrcEndpoint = request.SrcEndpoint, DesEndpoint = request.DesEndpoint };
                await CreateOpAsync(OpType.MigrateOP, request.Db ?? string.Empty, request.Name!, pid, data, _node.Flags.TaskConcurrency);
            }

            return Reply.Ok();
        }
    }

    private string? MigrateFault(TableInfo table, uint pid, MigrateRequest request)
    {
        var alive = (table.Partition(pid)?.PartitionMeta ?? []).Where(meta => meta.Alive()).ToArray();
        var leader = alive.LastOrDefault(meta => meta.Leads())?.Endpoint;
        var (from, to, name) = (request.SrcEndpoint!, request.DesEndpoint!, request.Name!);
        return leader is null ? $"leader endpoint is empty. name[{name}] pid[{pid}]"
            : leader == from ? $"cannot migrate leader. name[{name}] pid[{pid}]"
            : !IsHealthy(leader) ? $"leader[{leader}] is offline. name[{name}] pid[{pid}]"
            : alive.All(meta => meta.Endpoint != from) ? $"src_endpoint[{from}] has not partition[{pid}]. name[{name}]"
            : from != to && alive.Any(meta => meta.Endpoint == to) ? $"partition[{pid}] is already in des_endpoint[{to}]. name[{name}]"
            : null;
    }

    private async Task<IReply> MakeSnapshotAsync(MakeSnapshotNSRequest request)
    {
        using (await _mutex.HoldAsync())
        {
            if (_tables.Find(request.Db, request.Name) is not { } table)
            {
                return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
            }

            if (request.Offset is not > 0)
            {
                return Refused(await CreateOpAsync(
                    OpType.MakeSnapshotOP, request.Db ?? string.Empty, request.Name!, request.Pid!.Value, request, _node.Flags.TaskConcurrency)) ?? Reply.Ok();
            }

            if (table.StorageMode is not (null or StorageMode.Memory))
            {
                return Reply.With(ReturnCode.OperatorNotSupport, "table is not memory table, can't do snapshot with end offset");
            }

            foreach (var meta in (table.Partition(request.Pid)?.PartitionMeta ?? []).Where(meta => meta.Alive()))
            {
                var order = new SnapshotRequest { Tid = (int)table.Tid!.Value, Pid = (int)request.Pid!.Value, Offset = request.Offset };
                _ = _node.Background.Run(_ => TabletAsync(meta.Endpoint!, "MakeSnapshot", order));
            }

            return new GeneralResponse { Code = ReturnCode.Ok };
        }
    }
}
