using System.Collections.Concurrent;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>What loading came to. Journaled.</summary>
/// <param name="Failed">Replicas that would not load; they are copied anew when they rejoin.</param>
internal sealed record LoadResult(int Loaded, int Already, IReadOnlyList<string> Failed);

/// <summary>
/// Loads what a tablet has on disk. Shared partitions come back as followers, and their old replication links are cut first: a surviving link goes on
/// where it stopped and would leave a hole if the local copy had lost its tail; a replica whose link cannot be cut is not loaded. A copy that nobody else has
/// leads only after it is seen to be as far as it was.
/// </summary>
internal sealed partial class Loading(MaintenanceServices services, Endpoint tablet, IReadOnlyList<StoppedReplica> replicas)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public async Task<LoadResult> Execute(StepAttempt attempt)
    {
        var cancellationToken = attempt.CancellationToken;
        var client = await services.Client.Tablet(tablet, cancellationToken);
        var present = (await client.GetTableStatus(cancellationToken)).Select(s => s.Id).ToHashSet();
        var missing = replicas.Where(r => !present.Contains(r.TidPid)).ToList();
        attempt.Waiting($"loads {missing.Count} partitions on {tablet}");
        var uncut = await CutLinks(missing, cancellationToken);
        var refused = await Send(client, [.. missing.Where(r => !uncut.ContainsKey(r))], cancellationToken);
        foreach (var (replica, why) in uncut) refused[replica] = why;
        var failed = await AwaitLoaded(attempt, client, refused, cancellationToken);
        foreach (var (replica, why) in failed) attempt.Note($"{replica.Partition} on {tablet} did not load: {why}");
        await LeadLoneCopies(attempt, client, failed.Keys.Select(r => r.TidPid).ToHashSet(), cancellationToken);
        return new LoadResult(missing.Count - failed.Count, present.Count, [.. failed.Keys.Select(r => r.Partition.ToString())]);
    }

    private async Task<ConcurrentDictionary<StoppedReplica, string>> Send(
        ITablet client, IReadOnlyList<StoppedReplica> missing, CancellationToken cancellationToken)
    {
        var refused = new ConcurrentDictionary<StoppedReplica, string>();
        await Each(missing, async (replica, token) =>
        {
            try
            {
                await Try.Repeatedly(t => client.LoadTable(Request(replica), t), t => IsLoaded(client, replica, t), services.Time, token);
            }
            catch (RefusedByClusterException e)
            {
                refused[replica] = e.Message;
            }
        }, cancellationToken);
        return refused;
    }

    private async Task<ConcurrentDictionary<StoppedReplica, string>> AwaitLoaded(
        StepAttempt attempt, ITablet client, ConcurrentDictionary<StoppedReplica, string> failed, CancellationToken cancellationToken)
    {
        var queue = new LoadQueue(attempt.Time);
        while (true)
        {
            var states = (await client.GetTableStatus(cancellationToken)).ToDictionary(s => s.Id);
            var open = replicas.Where(r => !failed.ContainsKey(r) && !(states.TryGetValue(r.TidPid, out var s) && s.Serves)).ToList();
            if (open.Count == 0) return failed;
            foreach (var (replica, why) in queue.Failed(open, states)) failed[replica] = why;
            attempt.Waiting($"waits for {open.Count} of {replicas.Count} partitions to load on {tablet}, among them {open[0].Partition}");
            await Task.Delay(Poll, attempt.Time, cancellationToken);
        }
    }

    private static LoadTable Request(StoppedReplica replica) => new(
        replica.TidPid,
        replica.Partition.Db,
        replica.Partition.Table,
        replica.SegmentCount,
        TableMode.Follower,
        replica.Term,
        replica.StorageMode,
        []);

    private static async Task<bool> IsLoaded(ITablet client, StoppedReplica replica, CancellationToken cancellationToken) =>
        await client.GetTableStatus(replica.TidPid, cancellationToken) is not null;

    private Task Each(IEnumerable<StoppedReplica> items, Func<StoppedReplica, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = services.Options.Parallelism, CancellationToken = cancellationToken }, work);
}
