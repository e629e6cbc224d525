using System.Diagnostics;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Maintenance.Support;

/// <summary>Watches every partition all the time: how long each could not be written at a stretch.</summary>
internal sealed class Gaps : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<Gpid, TimeSpan> _longest = [];
    private readonly Task _work;

    public Gaps(FakeCluster cluster) => _work = Task.Run(() => Watch(cluster));

    public TimeSpan Longest
    {
        get
        {
            lock (_longest) return _longest.Count == 0 ? TimeSpan.Zero : _longest.Values.Max();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _work;
        _over.Dispose();
    }

    private async Task Watch(FakeCluster cluster)
    {
        var since = new Dictionary<Gpid, long>();
        while (!_over.IsCancellationRequested)
        {
            lock (cluster.Gate)
            {
                var now = Stopwatch.GetTimestamp();
                foreach (var partition in cluster.Partitions.Values)
                {
                    if (cluster.IsWritable(partition)) since.Remove(partition.Id);
                    else if (!since.TryAdd(partition.Id, now)) Note(partition.Id, Stopwatch.GetElapsedTime(since[partition.Id], now));
                }
            }

            await Task.Delay(1, CancellationToken.None);
        }
    }

    private void Note(Gpid id, TimeSpan gap)
    {
        lock (_longest)
        {
            if (gap > _longest.GetValueOrDefault(id)) _longest[id] = gap;
        }
    }
}
