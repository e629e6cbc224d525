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
/// where it stopped and would leave a hole if the local copy had lost its tail.
/// </summary>
internal sealed class Loading(MaintenanceServices services, Endpoint tablet, IReadOnlyList<StoppedReplica> replicas)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>A replica that was told to load and is not listed in this many polls has failed to.</summary>
    private const int PollsUntilFailed = 5;

    public async Task<LoadResult> Execute(StepAttempt attempt)
    {
        var cancellationToken = attempt.CancellationToken;
        var client = await services.Client.Tablet(tablet, cancellationToken);
        var present = (await client.GetTableStatus(cancellationToken)).Select(s => s.Id).ToHashSet();
        var missing = replicas.Where(r => !present.Contains(r.TidPid)).ToList();
        attempt.Waiting($"loads {missing.Count} partitions on {tablet}");
        await CutLinks(attempt, missing, cancellationToken);
        var refused = await Send(client, missing, cancellationToken);
        var failed = await AwaitLoaded(attempt, client, refused, cancellationToken);
        foreach (var (replica, why) in failed) attempt.Note($"{replica.Partition} on {tablet} did not load: {why}");
        await CheckLoneCopies(client, failed.Keys.Select(r => r.TidPid).ToHashSet(), cancellationToken);
        return new LoadResult(missing.Count - failed.Count, present.Count, [.. failed.Keys.Select(r => r.Partition.ToString())]);
    }

    private async Task CutLinks(StepAttempt attempt, IReadOnlyList<StoppedReplica> missing, CancellationToken cancellationToken)
    {
        var tables = (await services.Client.Nameserver.ShowAllTables(cancellationToken)).ToDictionary(t => t.Id);
        await Each(missing.Where(r => !r.Alone), async (replica, token) =>
        {
            var entry = tables.GetValueOrDefault(replica.Partition.TableId)?.Partitions.FirstOrDefault(p => p.Pid == replica.Partition.Pid);
            if (entry?.EffectiveLeader is not { } leader || leader.Endpoint == tablet) return;
            try
            {
                await (await services.Client.Tablet(leader.Endpoint, token)).DelReplica(replica.TidPid, tablet, token);
            }
            catch (OpenMldbException e)
            {
                attempt.Note($"the old link of {replica.Partition} from {leader.Endpoint} could not be cut: {e.Message}");
            }
        }, cancellationToken);
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
        var unseen = new Dictionary<StoppedReplica, int>();
        while (true)
        {
            var states = (await client.GetTableStatus(cancellationToken)).ToDictionary(s => s.Id);
            var open = replicas.Where(r => !failed.ContainsKey(r) && !(states.TryGetValue(r.TidPid, out var s) && s.Serves)).ToList();
            if (open.Count == 0) return failed;
            foreach (var replica in open.Where(r => !states.ContainsKey(r.TidPid)))
            {
                unseen[replica] = unseen.GetValueOrDefault(replica) + 1;
                if (unseen[replica] >= PollsUntilFailed) failed[replica] = "the tablet took the request and does not list it any more";
            }

            attempt.Waiting($"waits for {open.Count} of {replicas.Count} partitions to load on {tablet}, among them {open[0].Partition}");
            await Task.Delay(Poll, attempt.Time, cancellationToken);
        }
    }

    /// <summary>An empty directory loads without complaint: a copy that nobody else has must be as far as it was.</summary>
    private async Task CheckLoneCopies(ITablet client, HashSet<TidPid> failed, CancellationToken cancellationToken)
    {
        var states = (await client.GetTableStatus(cancellationToken)).ToDictionary(s => s.Id);
        foreach (var replica in replicas.Where(r => r.Alone))
        {
            if (failed.Contains(replica.TidPid))
                throw new InvalidOperationException($"{replica.Partition} did not load on {tablet}, and there is no other copy; look at the tablet's log and its data directory");
            if (states.TryGetValue(replica.TidPid, out var state) && state.Offset >= replica.Offset) continue;
            throw new InvalidOperationException(
                $"{replica.Partition} had {replica.Offset} records in its binlog and came back on {tablet} with {state.Offset?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}; "
                + "there is no other copy, so people must look at the tablet's data directory");
        }
    }

    private static LoadTable Request(StoppedReplica replica) => new(
        replica.TidPid,
        replica.Partition.Db,
        replica.Partition.Table,
        replica.SegmentCount,
        replica.Alone ? TableMode.Leader : TableMode.Follower,
        replica.Term,
        replica.StorageMode,
        []);

    private static async Task<bool> IsLoaded(ITablet client, StoppedReplica replica, CancellationToken cancellationToken) =>
        await client.GetTableStatus(replica.TidPid, cancellationToken) is not null;

    private Task Each(IEnumerable<StoppedReplica> items, Func<StoppedReplica, CancellationToken, ValueTask> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = services.Options.Parallelism, CancellationToken = cancellationToken }, work);
}
