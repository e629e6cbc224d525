using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Meta.State;

/// <summary>A table as the leader has it (<c>app_state</c>). Configurations are replaced, never changed in place.</summary>
internal sealed class MetaApp
{
    public MetaApp(AppInfo info)
    {
        Info = info;
        Partitions = [.. Enumerable.Range(0, info.PartitionCount).Select(index => new PartitionConfiguration
        {
            Pid = new Gpid(info.AppId, index),
            MaxReplicaCount = info.MaxReplicaCount,
        })];
        Contexts = [.. Enumerable.Range(0, info.PartitionCount).Select(index => new PartitionContext(this, index))];
        InProgress = info.PartitionCount;
    }

    public AppInfo Info { get; }

    public PartitionConfiguration[] Partitions { get; }

    public PartitionContext[] Contexts { get; }

    /// <summary>Partitions that are still to be created or dropped.</summary>
    public int InProgress { get; set; }

    /// <summary>Whoever asked for the table to be created or dropped.</summary>
    public TaskCompletionSource<RpcAnswer>? Waiting { get; set; }

    public bool IsStaging => Info.Status is AppStatus.Creating or AppStatus.Dropping or AppStatus.Recalling;

    /// <summary>The table's description at this moment.</summary>
    public AppInfo Snapshot() => Info.Copy();
}
