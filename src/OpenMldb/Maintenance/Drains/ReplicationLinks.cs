using System.Collections.Concurrent;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>
/// Whether leaders replicate to the followers that the record calls alive: the record and the tablets' own accounts do not tell when a link is gone, as a leader drops all
/// its links when it becomes a follower and gets back those that it is told of.
/// </summary>
internal sealed class ReplicationLinks(MaintenanceServices services)
{
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Sentences about links that are missing, that stand still far behind, or that cannot be asked for. Looks twice at those that are not well, since a link
    /// under load may be behind for a moment.
    /// </summary>
    public async Task<IReadOnlyList<string>> Faults(IEnumerable<TableInfo> tables, Endpoint tablet, CancellationToken cancellationToken)
    {
        var partitions = (from table in tables
                          from partition in table.Partitions
                          where partition.ReplicaOn(tablet) is not null && partition.EffectiveLeader is not null
                          select (Id: table.Partition(partition.Pid), TidPid: new TidPid(table.Tid, partition.Pid), Entry: partition)).ToList();
        var first = await Look(partitions, cancellationToken);
        if (first.Count == 0) return [];
        await Task.Delay(Apart, services.Time, cancellationToken);
        var open = first.Select(link => link.Id).ToHashSet();
        var second = await Look(partitions.Where(p => open.Contains(p.Id)), cancellationToken);
        var before = first.ToDictionary(link => (link.Id, link.Follower), link => link.Offset);
        return [.. second
            .Where(link => before.TryGetValue((link.Id, link.Follower), out var offset) && (link.Offset is null || link.Offset <= offset))
            .OrderBy(link => (link.Id.ToString(), link.Follower.ToString()))
            .Select(link => link.Sentence)];
    }

    private async Task<IReadOnlyList<PoorLink>> Look(IEnumerable<(PartitionId Id, TidPid TidPid, TablePartition Entry)> partitions, CancellationToken cancellationToken)
    {
        var poor = new ConcurrentBag<PoorLink>();
        await Parallel.ForEachAsync(
            partitions,
            new ParallelOptions { MaxDegreeOfParallelism = services.Options.Parallelism, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                var leader = partition.Entry.EffectiveLeader!.Value.Endpoint;
                var followers = partition.Entry.Replicas.Where(r => r.IsAlive && !r.IsLeader).Select(r => r.Endpoint).ToList();
                if (followers.Count == 0) return;
                FollowerStatus status;
                try
                {
                    status = await (await services.Client.Tablet(leader, token)).GetTableFollower(partition.TidPid, token);
                }
                catch (OpenMldbException e)
                {
                    foreach (var follower in followers) poor.Add(new PoorLink(partition.Id, follower, null, $"{partition.Id}: {leader} does not tell whom it replicates to: {e.Message}"));
                    return;
                }

                foreach (var follower in followers)
                {
                    if (status.LagOf(follower) is not { } lag)
                        poor.Add(new PoorLink(partition.Id, follower, null, $"{partition.Id} is not replicated to {follower} by {leader}"));
                    else if (lag > services.Options.LagWhenCaughtUp)
                        poor.Add(new PoorLink(partition.Id, follower, status.LeaderOffset - lag, $"{partition.Id} on {follower} stands still {lag} records behind {leader}"));
                }
            });
        return [.. poor];
    }

    /// <param name="Offset">What the follower has acknowledged; null when there is no link.</param>
    private sealed record PoorLink(PartitionId Id, Endpoint Follower, ulong? Offset, string Sentence);
}
