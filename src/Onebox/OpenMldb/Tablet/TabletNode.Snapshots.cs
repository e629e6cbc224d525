using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// Snapshots of a table, and the states that they bring.
internal sealed partial class TabletNode
{
    private GeneralResponse MakeSnapshot(SnapshotRequest request)
    {
        if (!_tasks.TryBegin(request.TaskInfo, TaskType.MakeSnapshot, out var task))
        {
            return Reply.With(ReturnCode.Error, "add task failed");
        }

        if (Find((uint)request.Tid!, (uint)request.Pid!) is not { } partition)
        {
            _tasks.End(task, WorkStatus.Failed);
            return Reply.With(ReturnCode.SnapshotIsNotExist, "snapshot does not exist");
        }

        lock (partition.Gate)
        {
            if (partition.State != TableState.TableNormal)
            {
                _tasks.End(task, WorkStatus.Failed);
                return Reply.With(ReturnCode.TableStatusIsNotNormal, "table status is not kNormal");
            }
        }

        _node.Background.Run(stopping => SnapshotAsync(partition, request.Offset ?? 0, task, stopping));
        return Reply.Ok();
    }

    /// <summary>Below the threshold and without an end offset nothing is written, and the task is done all the same.</summary>
    private async Task SnapshotAsync(Partition partition, ulong endOffset, TaskInfo? task, CancellationToken stopping)
    {
        await _snapshotPool.WaitAsync(stopping);
        try
        {
            Storage.LogRecord[] records;
            ulong offset;
            ulong term;
            lock (partition.Gate)
            {
                if (partition.State != TableState.TableNormal)
                {
                    _tasks.End(task, WorkStatus.Failed);
                    return;
                }

                partition.State = TableState.MakingSnapshot;
                offset = endOffset > 0 ? Math.Min(endOffset, partition.Offset) : partition.Offset;
                var enough = endOffset > 0 || offset >= partition.SnapshotOffset + _node.Flags.MakeSnapshotThresholdOffset;
                records = enough ? [.. partition.Table.Records.Where(each => !each.Deleted && each.Offset <= offset)] : [];
                term = records.Length > 0 ? records[^1].Term : partition.Term;
                if (!enough)
                {
                    partition.State = TableState.TableNormal;
                    _tasks.End(task, WorkStatus.Done);
                    return;
                }
            }

            var ok = offset > partition.SnapshotOffset;
            if (ok)
            {
                partition.Folder.WriteSnapshot(records, offset, term);
                _node.Log.SnapshotMade(partition.Tid, partition.Pid, offset);
            }

            lock (partition.Gate)
            {
                partition.SnapshotOffset = Math.Max(partition.SnapshotOffset, offset);
                partition.State = TableState.TableNormal;
            }

            _tasks.End(task, ok || endOffset == 0 ? WorkStatus.Done : WorkStatus.Failed);
        }
        finally
        {
            _snapshotPool.Release();
        }
    }

    private GeneralResponse PauseSnapshot(SnapshotRequest request) => SetState(
        request, TaskType.PauseSnapshot, TableState.TableNormal, TableState.SnapshotPaused, ReturnCode.TableStatusIsNotNormal, "table status is not kNormal");

    private GeneralResponse RecoverSnapshot(SnapshotRequest request) => SetState(
        request, TaskType.RecoverSnapshot, TableState.SnapshotPaused, TableState.TableNormal,
        ReturnCode.TableStatusIsNotSnapshotPaused, "table status is not kSnapshotPaused");

    private GeneralResponse SetState(SnapshotRequest request, TaskType type, TableState from, TableState to, int code, string msg)
    {
        if (!_tasks.TryBegin(request.TaskInfo, type, out var task))
        {
            return Reply.With(ReturnCode.Error, "add task failed");
        }

        if (Find((uint)request.Tid!, (uint)request.Pid!) is not { } partition)
        {
            _tasks.End(task, WorkStatus.Failed);
            return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
        }

        lock (partition.Gate)
        {
            if (partition.State != from && partition.State != to)
            {
                _tasks.End(task, WorkStatus.Failed);
                return Reply.With(code, msg);
            }

            partition.State = to;
        }

        _tasks.End(task, WorkStatus.Done);
        return Reply.Ok();
    }

    private GeneralResponse DeleteBinlog(SnapshotRequest request)
    {
        var (tid, pid) = ((uint)request.Tid!, (uint)request.Pid!);
        var folder = _roots.Folder(tid, pid);
        folder.Recycle(folder.BinlogPath, _roots.RecycleBin(tid, pid), $"{tid}_{pid}_binlog");
        return Reply.Ok();
    }

    /// <summary>Hour 23: one snapshot of every table; and the deletion of log files that nobody needs.</summary>
    private async Task KeepHouseAsync(CancellationToken stopping)
    {
        var snapshotDay = DateOnly.MinValue;
        while (true)
        {
            await _node.DelayAsync(_node.Flags.BinlogDeleteInterval);
            foreach (var partition in Snapshot())
            {
                lock (partition.Gate)
                {
                    var needed = partition.Links.Values.Select(link => link.LastSynced).Append(partition.SnapshotOffset).Min();
                    partition.Log.DeleteUpTo(needed);
                }
            }

            var now = _node.Time.GetLocalNow();
            var today = DateOnly.FromDateTime(now.DateTime);
            if (now.Hour != _node.Flags.MakeSnapshotTime || snapshotDay == today)
            {
                continue;
            }

            snapshotDay = today;
            foreach (var partition in Snapshot())
            {
                await SnapshotAsync(partition, 0, null, stopping);
            }
        }
    }
}
