namespace Nightshift.OpenMldb.Snapshots;

/// <summary>What to read besides the nameserver's own account.</summary>
/// <param name="Live">Ask every registered tablet what it has loaded.</param>
/// <param name="Versions">Ask every node for its build.</param>
/// <param name="Parallelism">Nodes asked at the same time.</param>
/// <param name="Registrations">Read each tablet's node in ZooKeeper, one by one.</param>
public sealed record SnapshotScope(bool Live = false, bool Versions = false, int Parallelism = 16, bool Registrations = true)
{
    public static SnapshotScope Metadata { get; } = new();

    public static SnapshotScope Everything { get; } = new(Live: true, Versions: true);
}

public interface ISnapshotReader
{
    Task<ClusterSnapshot> Read(SnapshotScope scope, CancellationToken cancellationToken);
}
