using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Maintenance;

/// <summary>A change of one partition that was proposed, or will be, and is watched until the partition's record shows it.</summary>
internal abstract class Reconfiguration(TablePartition partition)
{
    public TablePartition Partition => partition;

    /// <summary>It was seen begun and not ended: clients of the partition are refused until it is over.</summary>
    public virtual bool IsUnderWay => false;

    /// <summary>Decides from the newest record what to do next. Called again and again until it says that it is over.</summary>
    /// <param name="config">Null: the table was dropped.</param>
    /// <param name="now">Since the loop began.</param>
    public abstract Next Judge(PartitionConfig? config, TimeSpan now);
}

/// <summary>What comes next for one partition.</summary>
internal abstract record Next
{
    private Next()
    {
    }

    public static Next Done { get; } = new Over();

    /// <param name="Sentence">What for, as it is said to people.</param>
    public sealed record Wait(string Sentence) : Next;

    /// <summary>Asks servers for something; that it returns tells nothing of what became of it.</summary>
    public sealed record Ask(Func<CancellationToken, Task> Do) : Next;

    /// <summary>Gives its place to others; begun anew by the caller, or not.</summary>
    public sealed record Later(string Why) : Next;

    public sealed record Over : Next;
}
