using System.Diagnostics;

namespace Nightshift.EndToEnd.Support;

/// <summary>Samples a cluster from outside all along: how many tablets are away at once, and how long replicated partitions have no leader.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly RawCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, long> _leaderlessSince = [];
    private readonly Task _tablets;
    private readonly Task _leaders;

    public Watcher(RawCluster cluster)
    {
        _cluster = cluster;
        _tablets = WatchTabletsAsync();
        _leaders = WatchLeadersAsync();
    }

    public int MostAway { get; private set; }

    public TimeSpan LongestWithoutLeader { get; private set; }

    public string LongestWithoutLeaderOf { get; private set; } = "";

    public int Samples { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_tablets, _leaders);
        _stop.Dispose();
    }

    private async Task WatchTabletsAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var healthy = await Task.WhenAll(_cluster.Tablets.Select(_cluster.IsHealthyAsync));
            MostAway = Math.Max(MostAway, healthy.Count(isHealthy => !isHealthy));
            await Task.Delay(20);
        }
    }

    private async Task WatchLeadersAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await _cluster.PartitionsAsync() is { } partitions)
            {
                Samples++;
                foreach (var partition in partitions.Where(partition => partition.Replicas.Count >= 3)) Note(partition);
            }

            await Task.Delay(5);
        }
    }

    private void Note(PartitionState partition)
    {
        if (partition.Leader is not null)
        {
            _leaderlessSince.Remove(partition.Name);
            return;
        }

        _leaderlessSince.TryAdd(partition.Name, Stopwatch.GetTimestamp());
        var without = Stopwatch.GetElapsedTime(_leaderlessSince[partition.Name]);
        if (without <= LongestWithoutLeader) return;
        (LongestWithoutLeader, LongestWithoutLeaderOf) = (without, partition.Name);
    }
}
