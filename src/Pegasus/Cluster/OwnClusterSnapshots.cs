using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus;

/// <summary>
/// Looks at the cluster that is meant: meta servers that answer for another one are refused, before anything is told of it or done to it. Versions before 2.4 do not tell their
/// cluster's name; theirs is the last part of the root in ZooKeeper, as the vendor's scripts take it.
/// </summary>
/// <param name="expected">As the configuration has it; empty: not compared.</param>
internal sealed class OwnClusterSnapshots(ISnapshotReader reader, string expected) : ISnapshotReader
{
    /// <exception cref="InvalidOperationException">It is another cluster.</exception>
    public async Task<ClusterSnapshot> Read(SnapshotScope scope, CancellationToken cancellationToken)
    {
        var snapshot = await reader.Read(scope, cancellationToken);
        var name = snapshot.Info.ClusterName is { Length: > 0 } told ? told : snapshot.Info.ZooKeeperRoot.TrimEnd('/').Split('/')[^1];
        return expected.Length == 0 || name == expected
            ? snapshot
            : throw new InvalidOperationException($"meta server {snapshot.Leader} leads cluster '{name}', not '{expected}'; check Metas and ClusterName");
    }
}
