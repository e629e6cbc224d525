using Nightshift.Onebox.OpenMldb.Messages;

namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>An op: what ZooKeeper keeps of it, and its tasks that are not done.</summary>
internal sealed class NsOp(OpInfo info)
{
    public OpInfo Info { get; } = info;

    public LinkedList<NsTask> Tasks { get; } = [];

    public ulong Id => Info.OpId!.Value;

    public NsTask? Current => Tasks.First?.Value;

    public WorkStatus Status
    {
        get => Info.TaskStatus!.Value;
        set => Info.TaskStatus = value;
    }

    public string Name => Info.Name ?? string.Empty;

    public string Db => Info.Db ?? string.Empty;

    public uint Pid => Info.Pid ?? 0;
}
