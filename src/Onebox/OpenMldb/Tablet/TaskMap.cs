using Nightshift.Onebox.OpenMldb.Messages;
using Nightshift.Onebox.OpenMldb.Wire;

namespace Nightshift.Onebox.OpenMldb.Tablet;

/// <summary>The tablet's tasks by op, as the nameserver polls them (<c>AddOPTask</c> in <c>src/tablet/tablet_impl.cc</c>).</summary>
internal sealed class TaskMap
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ulong, List<TaskInfo>> _tasks = [];

    /// <summary>
    /// Notes a task as begun. Null when the request carries none; refused when the op already has such a task or when the task is of
    /// another type than the method.
    /// </summary>
    public bool TryBegin(TaskInfo? asked, TaskType type, out TaskInfo? task)
    {
        task = null;
        if (asked is null)
        {
            return true;
        }

        lock (_lock)
        {
            var ofOp = _tasks.TryGetValue(asked.OpId!.Value, out var known) ? known : [];
            if (ofOp.Any(each => Same(each, asked)))
            {
                return false;
            }

            task = MessageShape.Clone(asked);
            task.Status = asked.TaskType == type ? WorkStatus.Doing : WorkStatus.Failed;
            ofOp.Add(task);
            _tasks[asked.OpId.Value] = ofOp;
            return asked.TaskType == type;
        }
    }

    public void End(TaskInfo? task, WorkStatus status)
    {
        lock (_lock)
        {
            if (task is not null)
            {
                task.Status = status;
            }
        }
    }

    public TaskInfo[] All()
    {
        lock (_lock)
        {
            return [.. _tasks.Values.SelectMany(each => each).Select(MessageShape.Clone)];
        }
    }

    public void Delete(IEnumerable<ulong> ops)
    {
        lock (_lock)
        {
            foreach (var op in ops)
            {
                _tasks.Remove(op);
            }
        }
    }

    public void Cancel(ulong op)
    {
        lock (_lock)
        {
            foreach (var task in _tasks.GetValueOrDefault(op, []).Where(each => each.Status is WorkStatus.Inited or WorkStatus.Doing))
            {
                task.Status = WorkStatus.Canceled;
            }
        }
    }

    private static bool Same(TaskInfo known, TaskInfo asked)
        => known.TaskType == asked.TaskType
           && (asked.Tid is null || asked.Tid == known.Tid)
           && (asked.Pid is null || asked.Pid == known.Pid)
           && (asked.TaskId is null || asked.TaskId == known.TaskId);
}
