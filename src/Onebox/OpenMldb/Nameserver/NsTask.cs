using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>One task of an op (<c>src/nameserver/task.cc</c>): the nameserver's own, or one that a tablet does and is asked about.</summary>
internal sealed class NsTask(TaskInfo info, Func<NsTask, Task> run)
{
    private bool _reported;
    private int _polls;

    public TaskInfo Info { get; } = info;

    public TaskType Type => Info.TaskType!.Value;

    /// <summary>Whether the tablet was told.</summary>
    public bool RpcSent { get; set; }

    /// <summary>Set by faults: the task stays as it is.</summary>
    public bool Hung { get; set; }

    public WorkStatus Status
    {
        get => Info.Status!.Value;
        set => Info.Status = value;
    }

    public bool IsFinished => Status is WorkStatus.Done or WorkStatus.Failed or WorkStatus.Canceled;

    public Task RunAsync() => run(this);

    /// <summary>
    /// Takes over what a tablet reports. When the task's own tablet does not know it, it fails: at once after a change of nameserver, else
    /// after more than five polls.
    /// </summary>
    public void Update(IEnumerable<TaskInfo> reported, string endpoint, bool recovering)
    {
        if (IsFinished || Hung)
        {
            return;
        }

        foreach (var task in reported.Where(task => IsThis(task, endpoint)))
        {
            if (task.Status != WorkStatus.Inited)
            {
                Status = task.Status!.Value;
            }

            _reported = true;
        }

        if (!IsFinished && Info.Endpoint == endpoint && !_reported && (recovering || (RpcSent && _polls > 5)))
        {
            Status = WorkStatus.Failed;
        }

        _reported = false;
        _polls++;
    }

    private bool IsThis(TaskInfo task, string endpoint)
        => task.OpId == Info.OpId
           && task.TaskType == Info.TaskType
           && (Info.Endpoint is null || Info.Endpoint == endpoint)
           && (Info.Tid is null || Info.Tid == task.Tid)
           && (Info.Pid is null || Info.Pid == task.Pid);
}
