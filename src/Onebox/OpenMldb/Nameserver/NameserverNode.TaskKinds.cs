using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

// The tasks that ops are made of: what a tablet is told, and how a task runs and ends.
internal sealed partial class NameserverNode
{
    private TableInfo TableOf(NsOp op) => _tables.Find(op.Db, op.Name) ?? throw new NotBuildableException("table does not exist");

    private string LeaderOf(NsOp op) => TableOf(op).AliveLeader(op.Pid) ?? throw new NotBuildableException("get leader failed");

    private void RequireHealthy(string endpoint)
    {
        if (!IsHealthy(endpoint))
        {
            throw new NotBuildableException($"tablet[{endpoint}] is not online");
        }
    }

    private NsTask PauseTask(NsOp op) => OnLeader(op, TaskType.PauseSnapshot, "PauseSnapshot");

    private NsTask ResumeTask(NsOp op) => OnLeader(op, TaskType.RecoverSnapshot, "RecoverSnapshot");

    private NsTask OnLeader(NsOp op, TaskType type, string method)
    {
        var leader = LeaderOf(op);
        return Remote(op, type, leader, (table, task) => CallAsync(
            leader, method, new SnapshotRequest { Tid = (int)table.Tid!, Pid = (int)op.Pid, TaskInfo = task }));
    }

    private NsTask SendTask(NsOp op, string endpoint)
    {
        var leader = LeaderOf(op);
        return Remote(op, TaskType.SendSnapshot, leader, (table, task) => CallAsync(
            leader, "SendSnapshot", new SendSnapshotRequest { Tid = table.Tid, Pid = op.Pid, Endpoint = endpoint, RemoteTid = table.Tid, TaskInfo = task }));
    }

    private NsTask LoadTask(NsOp op, string endpoint, bool leads) => Remote(op, TaskType.LoadTable, endpoint, (table, task) => CallAsync(
        endpoint,
        "LoadTable",
        new LoadTableRequest
        {
            TableMeta = new TableMeta
            {
                Name = table.Name,
                Tid = (int)table.Tid!,
                Pid = (int)op.Pid,
                SegCnt = (int)(table.SegCnt ?? 8),
                StorageMode = table.StorageMode ?? StorageMode.Memory,
                Mode = leads ? TableMode.TableLeader : TableMode.TableFollower,
            },
            TaskInfo = task,
        }));

    private NsTask AddReplicaTask(NsOp op, string endpoint)
    {
        var leader = LeaderOf(op);
        return Remote(op, TaskType.AddReplica, leader, (table, task) => CallAsync(
            leader, "AddReplica", new ReplicaRequest { Tid = table.Tid, Pid = op.Pid, Endpoint = endpoint, TaskInfo = task }));
    }

    private NsTask DropTask(NsOp op, string endpoint) => Remote(op, TaskType.DropTable, endpoint, async (table, task) =>
        await TabletAsync(endpoint, "DropTable", new DropTableRequest { Tid = (int)table.Tid!, Pid = (int)op.Pid, TaskInfo = task })
            is { Code: ReturnCode.Ok or ReturnCode.TableIsNotExist });

    private NsTask DelReplicaTask(NsOp op, string endpoint)
    {
        var leader = LeaderOf(op);
        if (leader == endpoint)
        {
            throw new NotBuildableException("endpoint is leader");
        }

        NsTask? self = null;
        self = Remote(op, TaskType.DelReplica, leader, (table, task) => DetachAsync(self!, leader, table, op.Pid, endpoint, task));
        return self;
    }

    private NsTask Progress(NsOp op, string endpoint, ulong delta)
        => Own(op, TaskType.CheckBinlogSyncProgress, task => CheckProgressAsync(op, task, endpoint, delta));

    private NsTask Status(NsOp op, string endpoint, bool leads, bool alive)
        => Own(op, TaskType.UpdatePartitionStatus, task => UpdatePartitionStatusAsync(op, task, endpoint, leads, alive));

    /// <summary>A task of a tablet: it is told by RPC and asked about later.</summary>
    private NsTask Remote(NsOp op, TaskType type, string endpoint, Func<TableInfo, TaskInfo, Task<bool>> call)
    {
        RequireHealthy(endpoint);
        var table = TableOf(op);
        var info = NewTask(op, type);
        (info.Endpoint, info.Tid, info.Pid) = (endpoint, table.Tid, op.Pid);
        return new NsTask(info, task => RunRemoteAsync(task, () => call(table, task.Info)));
    }

    /// <summary>A task of the nameserver's own.</summary>
    private NsTask Own(NsOp op, TaskType type, Func<NsTask, Task> run) => new(NewTask(op, type), task => RunOwnAsync(task, run));

    private static TaskInfo NewTask(NsOp op, TaskType type)
        => new() { OpId = op.Id, OpType = op.Info.OpType, TaskType = type, Status = WorkStatus.Inited };

    private async Task RunRemoteAsync(NsTask task, Func<Task<bool>> call)
    {
        if (Struck(task))
        {
            return;
        }

        if (!await call())
        {
            Fail(task, "the tablet refused or did not answer");
        }

        Interlocked.Increment(ref _rpcVersion);
        task.RpcSent = true;
    }

    private Task RunOwnAsync(NsTask task, Func<NsTask, Task> run) => Struck(task) ? Task.CompletedTask : run(task);

    private bool Struck(NsTask task)
    {
        var subjects = new[] { EnumNames.Print(task.Info.OpType), EnumNames.Print(task.Info.TaskType) };
        if (_node.Faults.Strike(FaultKind.OpHang, subjects) is not null)
        {
            task.Hung = true;
            return true;
        }

        if (_node.Faults.Strike(FaultKind.OpFail, subjects) is { } fault)
        {
            Fail(task, $"fault {fault.Id}");
            return true;
        }

        return false;
    }

    private void Fail(NsTask task, string reason)
    {
        task.Status = WorkStatus.Failed;
        _node.Log.TaskFailed(task.Info.OpId!.Value, EnumNames.Print(task.Info.TaskType), reason);
        _wake.Set();
    }

    private void Finish(NsTask task)
    {
        task.Status = WorkStatus.Done;
        _node.Log.TaskIs(task.Info.OpId!.Value, EnumNames.Print(task.Info.TaskType), "kDone");
        _wake.Set();
    }

    private async Task<bool> CallAsync(string endpoint, string method, object request)
        => await TabletAsync(endpoint, method, request) is { Code: ReturnCode.Ok };

    private Task<GeneralResponse?> TabletAsync(string endpoint, string method, object request)
        => _node.Peers.TabletAsync<GeneralResponse>(endpoint, method, request, _node.Background.Stopping);
}
