using Nightshift.Clusters;
using Nightshift.Pegasus.Client;
using Nightshift.Pegasus.Snapshots;
using Nightshift.Runs;

namespace Nightshift.Pegasus.Maintenance;

/// <param name="Asked">Partitions that were open and told to close.</param>
/// <param name="Open">Those that stay, since they cannot be spared.</param>
internal sealed record ClosedPartitions(int Asked, int Open, TimeSpan Took);

/// <summary>
/// Closes everything that a server has open, which writes its data to disk, and sees by the server's own counts that it is done. A closed replica stays in the server's list
/// with its last state, and a replica that was downgraded elsewhere waits ten minutes in the closing ones: so counts decide, less what waits.
/// </summary>
internal sealed class PartitionClosing(MaintenanceServices services, StepAttempt attempt)
{
    /// <param name="thin">Partitions that stay open.</param>
    public async Task<ClosedPartitions> Run(Endpoint server, IReadOnlySet<Gpid> thin)
    {
        var began = attempt.Time.GetTimestamp();
        var snapshot = await services.Look(SnapshotScope.Placement, attempt);
        var members = Surveyor.MembersOn(snapshot, server, thin);
        if (members.Count > 0)
            throw new MaintenanceRefusedException($"{server} serves {members.Count} partitions again, as {members[0]}; nothing is closed under them");
        var replica = services.Client.Replica(snapshot.Nodes.First(node => node.Server.Name == server).Server);
        var listed = await replica.Replicas(attempt.CancellationToken);
        var toClose = listed.Select(info => info.Id).Where(id => !thin.Contains(id)).ToList();
        var asked = await Bounded.Select(toClose, services.Options.Parallelism, replica.KillPartition, attempt.CancellationToken);
        if (thin.Count > 0) await replica.TriggerCheckpoint(attempt.CancellationToken);
        await Await(replica, server, thin);
        return new ClosedPartitions(asked.Count(taken => taken), thin.Count, attempt.Time.GetElapsedTime(began));
    }

    private async Task Await(IReplicaServer replica, Endpoint server, IReadOnlySet<Gpid> thin)
    {
        while (true)
        {
            var counts = await replica.Counts(attempt.CancellationToken);
            var waitToClose = counts.Closing == 0 ? 0 : await Inactive(replica, thin);
            if (counts.Serving <= thin.Count && counts.Opening == 0 && counts.Closing <= waitToClose) return;
            attempt.Waiting(
                $"waits for {server} to write its partitions to disk and close them: {counts.Serving} open{(thin.Count > 0 ? $" of which {thin.Count} stay" : "")}, {counts.Closing} closing, {counts.Opening} opening; its log and its disks tell why where that takes long");
            await Task.Delay(services.Options.SlowLook / 4, attempt.Time, attempt.CancellationToken);
        }
    }

    private async Task<int> Inactive(IReplicaServer replica, IReadOnlySet<Gpid> thin) =>
        (await replica.Replicas(attempt.CancellationToken)).Count(info => info.Status == ReplicaStatus.Inactive && !thin.Contains(info.Id));
}
