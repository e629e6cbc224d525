using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// Dropping tables.
internal sealed partial class TabletNode
{
    private GeneralResponse DropTable(DropTableRequest request)
    {
        if (!_tasks.TryBegin(request.TaskInfo, TaskType.DropTable, out var task))
        {
            return Reply.With(ReturnCode.Error, "add task failed");
        }

        if (Find((uint?)request.Tid, (uint?)request.Pid) is not { } partition)
        {
            _tasks.End(task, WorkStatus.Failed);
            return Reply.With(ReturnCode.TableIsNotExist, "table does not exist");
        }

        lock (partition.Gate)
        {
            if (partition.State == TableState.MakingSnapshot)
            {
                _tasks.End(task, WorkStatus.Failed);
                return Reply.With(ReturnCode.TableStatusIsMakingSnapshot, "table status is kMakingSnapshot");
            }
        }

        _node.Background.Run(stopping => DropAsync(partition, task, stopping));
        return Reply.Ok();
    }

    private async Task DropAsync(Partition partition, TaskInfo? task, CancellationToken stopping)
    {
        await _taskPool.WaitAsync(stopping);
        try
        {
            await RemoveAsync(partition);
            _tasks.End(task, WorkStatus.Done);
            _node.Log.Dropped(partition.Tid, partition.Pid);
        }
        finally
        {
            _taskPool.Release();
        }
    }

    /// <summary><c>DeleteTableInternal</c>: the table is gone and its folder goes to the recycle bin.</summary>
    private async Task RemoveAsync(Partition partition)
    {
        lock (_lock)
        {
            if (!_partitions.Remove((partition.Tid, partition.Pid)))
            {
                return;
            }
        }

        await StopLinksAsync(partition, follower: false);
        lock (partition.Gate)
        {
            partition.Log.Dispose();
            partition.Folder.Recycle(
                partition.Folder.FolderPath, _roots.RecycleBin(partition.Tid, partition.Pid), $"{partition.Tid}_{partition.Pid}");
        }
    }
}
