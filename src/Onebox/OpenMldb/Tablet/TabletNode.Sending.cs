using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

// A snapshot on its way to another tablet.
internal sealed partial class TabletNode
{
    private GeneralResponse SendSnapshot(SendSnapshotRequest request)
    {
        if (!_tasks.TryBegin(request.TaskInfo, TaskType.SendSnapshot, out var task))
        {
            return Reply.With(ReturnCode.Error, "add task failed");
        }

        var (code, msg) = BeginSend(request, task);
        if (code != ReturnCode.Ok)
        {
            _tasks.End(task, WorkStatus.Failed);
        }

        return Reply.With(code, msg);
    }

    private (int Code, string Msg) BeginSend(SendSnapshotRequest request, TaskInfo? task)
    {
        if (Find(request.Tid, request.Pid) is not { } partition)
        {
            return (ReturnCode.TableIsNotExist, "table does not exist");
        }

        lock (partition.Gate)
        {
            if (!partition.IsLeader)
            {
                return (ReturnCode.TableIsFollower, "table is follower");
            }

            if (partition.State != TableState.SnapshotPaused)
            {
                return (ReturnCode.TableStatusIsNotSnapshotPaused, "table status is not kSnapshotPaused");
            }
        }

        var key = $"{request.Endpoint}_{request.Tid}_{request.Pid}";
        lock (_lock)
        {
            if (!_sending.Add(key))
            {
                return (ReturnCode.SnapshotIsSending, "snapshot is sending");
            }
        }

        _node.Background.Run(stopping => SendAsync(partition, request.Endpoint!, key, task, stopping));
        return (ReturnCode.Ok, "ok");
    }

    private async Task SendAsync(Partition partition, string endpoint, string key, TaskInfo? task, CancellationToken stopping)
    {
        await _taskPool.WaitAsync(stopping);
        try
        {
            var sender = new SnapshotSender(_node, partition, endpoint);
            _tasks.End(task, await sender.SendAsync(stopping) ? WorkStatus.Done : WorkStatus.Failed);
        }
        finally
        {
            _taskPool.Release();
            lock (_lock)
            {
                _sending.Remove(key);
            }
        }
    }

    private GeneralResponse SendData(SendDataRequest request)
    {
        if (request.BlockId == 0 && Find(request.Tid, request.Pid) is not null)
        {
            return Reply.With(ReturnCode.TableAlreadyExists, "table already exists");
        }

        var path = Target(request.Tid!.Value, request.Pid!.Value, request.FileName!);
        if (request.BlockId == 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path + ".tmp", []);
            return Reply.Ok();
        }

        if (!File.Exists(path + ".tmp"))
        {
            return Reply.With(ReturnCode.CannotFindReceiver, "cannot find receiver");
        }

        using (var file = new FileStream(path + ".tmp", FileMode.Append))
        {
            file.Write(request.Data ?? []);
        }

        if (request.Eof == true)
        {
            File.Move(path + ".tmp", path, overwrite: true);
        }

        return Reply.Ok();
    }

    private GeneralResponse CheckFile(CheckFileRequest request)
    {
        var file = new FileInfo(Target(request.Tid ?? 0, request.Pid ?? 0, request.File ?? string.Empty));
        return file.Exists && (ulong)file.Length == request.Size ? Reply.Ok() : Reply.With(ReturnCode.Error, "check file failed");
    }

    private string Target(uint tid, uint pid, string name)
    {
        var folder = _roots.Folder(tid, pid);
        return name == Path.GetFileName(folder.MetaPath)
            ? folder.MetaPath
            : Path.Combine(folder.SnapshotPath, Path.GetFileName(name));
    }
}
