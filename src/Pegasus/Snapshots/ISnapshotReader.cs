namespace Nightshift.Pegasus.Snapshots;

/// <summary>Looks at a whole cluster.</summary>
public interface ISnapshotReader
{
    /// <exception cref="Client.PegasusException">No leader, or it could not be asked for its nodes and tables.</exception>
    Task<ClusterSnapshot> Read(SnapshotScope scope, CancellationToken cancellationToken);
}

/// <param name="Processes">Ask every server for version and start time.</param>
/// <param name="Settings">Read the leader's settings, and anew how many replicas a write needs; else settings are unknown and that number up to a minute old.</param>
public readonly record struct SnapshotScope(bool Processes = false, bool Settings = false)
{
    public static readonly SnapshotScope Everything = new(true, true);

    public static readonly SnapshotScope Placement;
}
