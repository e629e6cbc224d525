using System.Text;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// The tasks of each op, in order (Create*Task in name_server_impl.cc). The caller holds the mutex.
internal sealed partial class NameserverNode
{
    /// <summary>Thrown inside <see cref="BuildTasks"/> when a task cannot be made.</summary>
    private sealed class NotBuildableException(string reason) : Exception(reason);

    /// <summary>Gives the op its tasks; why not, or null.</summary>
    private string? BuildTasks(NsOp op)
    {
        try
        {
            foreach (var task in TasksOf(op))
            {
                op.Tasks.AddLast(task);
            }

            return null;
        }
        catch (NotBuildableException error)
        {
            return error.Message;
        }
    }

    private IEnumerable<NsTask> TasksOf(NsOp op) => op.Info.OpType switch
    {
        OpType.MakeSnapshotOP => MakeSnapshotTasks(op),
        OpType.AddReplicaOP => AddReplicaTasks(op, Data<AddReplicaNSRequest>(op).Endpoint!),
        OpType.DelReplicaOP => DelReplicaTasks(op),
        OpType.ChangeLeaderOP => [Own(op, TaskType.SelectLeader, SelectLeaderAsync), Own(op, TaskType.ChangeLeader, ChangeLeaderTaskAsync), Own(op, TaskType.UpdateLeaderInfo, UpdateLeaderInfoAsync)],
        OpType.OfflineReplicaOP => [DelReplicaTask(op, op.Info.Data!), Status(op, op.Info.Data!, leads: false, alive: false)],
        OpType.MigrateOP => MigrateTasks(op, Data<MigrateInfo>(op)),
        OpType.RecoverTableOP => RecoverTableTasks(op, Data<RecoverTableData>(op)),
        OpType.ReAddReplicaOP => ReAddTasks(op, drop: false, send: true),
        OpType.ReAddReplicaWithDropOP => ReAddTasks(op, drop: true, send: true),
        OpType.ReAddReplicaNoSendOP => ReAddTasks(op, drop: false, send: false),
        OpType.ReAddReplicaSimplifyOP => SimplifyTasks(op, Data<RecoverTableData>(op)),
        OpType.ReLoadTableOP => [LoadTask(op, op.Info.Data!, leads: true), Status(op, op.Info.Data!, leads: true, alive: true)],
        OpType.UpdatePartitionStatusOP => StatusTasks(op, Data<EndpointStatusData>(op)),
        _ => throw new NotBuildableException("unsupported recover op"),
    };

    private static T Data<T>(NsOp op) => Json2PbReader.Read<T>(Encoding.UTF8.GetBytes(op.Info.Data!));

    private IEnumerable<NsTask> MakeSnapshotTasks(NsOp op)
    {
        var request = Data<MakeSnapshotNSRequest>(op);
        var leader = LeaderOf(op);
        yield return Remote(op, TaskType.MakeSnapshot, leader, (table, task) => CallAsync(
            leader, "MakeSnapshot", new SnapshotRequest { Tid = (int)table.Tid!, Pid = (int)op.Pid, Offset = request.Offset ?? 0, TaskInfo = task }));
    }

    private IEnumerable<NsTask> AddReplicaTasks(NsOp op, string endpoint)
    {
        RequireHealthy(endpoint);
        return
        [
            PauseTask(op), SendTask(op, endpoint), LoadTask(op, endpoint, leads: false), AddReplicaTask(op, endpoint), ResumeTask(op),
            Own(op, TaskType.AddTableInfo, task => AddTableInfoAsync(op, task, endpoint)),
            Progress(op, endpoint, _node.Flags.CheckBinlogSyncProgressDelta), Status(op, endpoint, leads: false, alive: true),
        ];
    }

    private IEnumerable<NsTask> DelReplicaTasks(NsOp op)
    {
        var endpoint = op.Info.Data!;
        if (LeaderOf(op) == endpoint)
        {
            throw new NotBuildableException("endpoint is leader");
        }

        return [DelReplicaTask(op, endpoint), Own(op, TaskType.DelTableInfo, task => DelTableInfoAsync(op, task, endpoint)), DropTask(op, endpoint)];
    }

    private IEnumerable<NsTask> MigrateTasks(NsOp op, MigrateInfo data)
    {
        var (from, to) = (data.SrcEndpoint!, data.DesEndpoint!);
        return
        [
            PauseTask(op), SendTask(op, to), ResumeTask(op), LoadTask(op, to, leads: false), AddReplicaTask(op, to),
            Own(op, TaskType.AddTableInfo, task => AddTableInfoAsync(op, task, to)),
            Progress(op, to, _node.Flags.CheckBinlogSyncProgressDelta), DelReplicaTask(op, from),
            Own(op, TaskType.UpdateTableInfo, task => UpdateTableInfoAsync(op, task, from, to)), DropTask(op, from),
        ];
    }

    private IEnumerable<NsTask> RecoverTableTasks(NsOp op, RecoverTableData data)
    {
        if (data.IsLeader != true)
        {
            if (LeaderOf(op) == data.Endpoint)
            {
                throw new NotBuildableException("endpoint is leader");
            }

            yield return DelReplicaTask(op, data.Endpoint!);
        }

        yield return Own(op, TaskType.RecoverTable, task => RecoverTableTaskAsync(op, task, data));
    }

    private IEnumerable<NsTask> ReAddTasks(NsOp op, bool drop, bool send)
    {
        var data = Data<RecoverTableData>(op);
        var endpoint = data.Endpoint!;
        yield return PauseTask(op);
        if (drop)
        {
            yield return DropTask(op, endpoint);
        }

        if (send)
        {
            yield return SendTask(op, endpoint);
        }

        yield return LoadTask(op, endpoint, leads: false);
        yield return AddReplicaTask(op, endpoint);
        yield return ResumeTask(op);
        yield return Progress(op, endpoint, data.OffsetDelta ?? 0);
        yield return Status(op, endpoint, leads: false, alive: true);
    }

    private IEnumerable<NsTask> SimplifyTasks(NsOp op, RecoverTableData data)
    {
        RequireHealthy(data.Endpoint!);
        return [AddReplicaTask(op, data.Endpoint!), Progress(op, data.Endpoint!, data.OffsetDelta ?? 0), Status(op, data.Endpoint!, leads: false, alive: true)];
    }

    private IEnumerable<NsTask> StatusTasks(NsOp op, EndpointStatusData data)
    {
        TableOf(op);
        return [Status(op, data.Endpoint!, data.IsLeader == true, data.IsAlive == true)];
    }
}
