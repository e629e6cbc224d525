using Nightshift.Onebox.Faults;
using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Storage;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// Creating and loading tables.
internal sealed partial class TabletNode
{
    private GeneralResponse CreateTable(CreateTableRequest request)
    {
        var meta = request.TableMeta ?? new TableMeta();
        if (TableMetaCheck.Fault(meta) is { } fault)
        {
            return Reply.With(ReturnCode.TableMetaIsIllegal, fault);
        }

        var (tid, pid) = ((uint)meta.Tid!.Value, (uint)meta.Pid.GetValueOrDefault());
        if (Find(tid, pid) is not null)
        {
            return Reply.With(ReturnCode.TableAlreadyExists, "table already exists");
        }

        var folder = _roots.Folder(tid, pid);
        folder.WriteMeta(meta);
        if (Open(meta, folder) is not { } partition)
        {
            return Reply.With(ReturnCode.CreateTableFailed, "fail to init table");
        }

        lock (partition.Gate)
        {
            partition.State = TableState.TableNormal;
        }

        StartLinks(partition, meta.Replicas);
        _node.Log.Created(tid, pid, partition.Name);
        return Reply.Ok();
    }

    private GeneralResponse LoadTable(LoadTableRequest request)
    {
        if (!_tasks.TryBegin(request.TaskInfo, TaskType.LoadTable, out var task))
        {
            return Reply.With(ReturnCode.Error, "add task failed");
        }

        var meta = request.TableMeta ?? new TableMeta();
        var (code, msg) = BeginLoad(meta, task);
        if (code != ReturnCode.Ok)
        {
            _tasks.End(task, WorkStatus.Failed);
        }

        return Reply.With(code, msg);
    }

    private (int Code, string Msg) BeginLoad(TableMeta asked, TaskInfo? task)
    {
        if (TableMetaCheck.Fault(asked) is { } fault)
        {
            return (ReturnCode.TableMetaIsIllegal, fault);
        }

        var (tid, pid) = ((uint)asked.Tid!.Value, (uint)asked.Pid.GetValueOrDefault());
        if (Find(tid, pid) is not null)
        {
            return (ReturnCode.TableAlreadyExists, "table already exists");
        }

        var folder = _roots.Folder(tid, pid);
        var meta = folder.MergeMeta(asked);
        folder.WriteMeta(meta);
        if (Open(meta, folder) is not { } partition)
        {
            return (ReturnCode.CreateTableFailed, "fail to init table");
        }

        _node.Background.Run(stopping => LoadAsync(partition, task, stopping));
        return (ReturnCode.Ok, "ok");
    }

    /// <summary><c>CreateTableInternal</c>: null when the meta has no index, or the table is already there.</summary>
    private Partition? Open(TableMeta meta, PartitionFolder folder)
    {
        if (meta.ColumnKey.Count == 0)
        {
            return null;
        }

        var partition = new Partition(meta, folder, new Binlog(folder.BinlogPath, _node.Flags.BinlogSingleFileMaxBytes));
        if (partition.IsLeader)
        {
            partition.Term = meta.Term ?? 0;
        }

        lock (_lock)
        {
            if (_partitions.TryAdd((partition.Tid, partition.Pid), partition))
            {
                return partition;
            }
        }

        partition.Dispose();
        return null;
    }

    private async Task LoadAsync(Partition partition, TaskInfo? task, CancellationToken stopping)
    {
        await _taskPool.WaitAsync(stopping);
        try
        {
            string[] subjects = [$"{partition.Tid}/{partition.Pid}", partition.Name];
            lock (partition.Gate)
            {
                partition.State = TableState.TableLoading;
            }

            await _node.Faults.DelayAsync(_node.Faults.Strike(FaultKind.LoadSlow, subjects), stopping);
            if (_node.Faults.Strike(FaultKind.LoadFail, subjects) is not null)
            {
                _node.Log.LoadFailed(partition.Tid, partition.Pid);
                await RemoveAsync(partition);
                _tasks.End(task, WorkStatus.Failed);
                return;
            }

            var records = Recover(partition);
            await Task.Delay(_node.Flags.LoadTimePerThousand * (records / 1000.0), _node.Time, stopping);
            lock (partition.Gate)
            {
                partition.State = TableState.TableNormal;
            }

            StartLinks(partition, partition.IsLeader ? partition.Meta.Replicas : []);
            _node.Log.Loaded(partition.Tid, partition.Pid, partition.Offset);
            _tasks.End(task, WorkStatus.Done);
        }
        finally
        {
            _taskPool.Release();
        }
    }

    /// <summary>Reads snapshot and log into the table; how many records there were.</summary>
    private static int Recover(Partition partition)
    {
        var manifest = partition.Folder.ReadManifest();
        var snapshot = manifest is null ? [] : partition.Folder.ReadSnapshot(manifest);
        lock (partition.Gate)
        {
            var log = partition.Log.Read();
            var table = new MemTable(partition.Meta);
            var offset = manifest?.Offset ?? 0;
            foreach (var record in snapshot.Concat(log.Where(each => each.Offset > offset)))
            {
                table.Apply(record);
            }

            partition.Table = table;
            partition.SnapshotOffset = offset;
            partition.Offset = Math.Max(offset, partition.Log.LastOffset);
            return table.Records.Count;
        }
    }
}
