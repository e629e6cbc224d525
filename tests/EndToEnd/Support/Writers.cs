using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Nightshift.EndToEnd.Support;

/// <summary>
/// One writer per partition of a table, following it as an SDK does: it asks who leads when it is refused or hears nothing. A stubborn writer never
/// asks again. What was acknowledged is read back at the end.
/// </summary>
internal sealed class Writers : IAsyncDisposable
{
    private readonly RawCluster _cluster;
    private readonly string _table;
    private readonly bool _stubborn;
    private readonly string _prefix;
    private readonly int _pause;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<(int Tid, int Pid, string Key)> _acknowledged = [];
    private readonly Task[] _writers;
    private int _refused;

    private Writers(RawCluster cluster, string table, IReadOnlyList<PartitionState> partitions, bool stubborn, string prefix, int pause)
    {
        (_cluster, _table, _stubborn, _prefix, _pause) = (cluster, table, stubborn, prefix, pause);
        _writers = [.. partitions.Select(partition => WriteAsync(partition))];
    }

    public int Acknowledged => _acknowledged.Count;

    public int Refused => _refused;

    /// <param name="pause">Milliseconds between two writes of a partition.</param>
    public static async Task<Writers> StartAsync(RawCluster cluster, string table, bool stubborn = false, int pause = 5)
    {
        var partitions = (await cluster.ReadPartitionsAsync()).Where(partition => partition.Table == table).ToList();
        return new Writers(cluster, table, partitions, stubborn, stubborn ? "stubborn" : "writer", pause);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers);
        _stop.Dispose();
    }

    /// <summary>Stops writing and asks the leaders for every acknowledged key; returns those that are not there.</summary>
    public async Task<IReadOnlyList<string>> LostAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers);
        var leaders = (await _cluster.ReadPartitionsAsync()).Where(partition => partition.Table == _table).ToDictionary(partition => partition.Pid, partition => partition.Leader!);
        var lost = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(_acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (write, _) =>
        {
            var answer = await _cluster.CallAsync(leaders[write.Pid], "TabletServer/Get", new { tid = write.Tid, pid = write.Pid, key = write.Key, idx_name = "by_key", ts = 0 });
            if (answer is not { } element || element.GetProperty("code").GetInt32() != 0) lost.Add($"{write.Key} in [{write.Pid}]: {answer?.ToString() ?? "no answer"}");
        });
        return [.. lost];
    }

    private async Task WriteAsync(PartitionState partition)
    {
        var leader = partition.Leader;
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{partition.Pid}-{i}");
            if (leader is not null && await PutAsync(leader, partition, key))
            {
                _acknowledged.Add((partition.Tid, partition.Pid, key));
            }
            else
            {
                Interlocked.Increment(ref _refused);
                if (!_stubborn) leader = await LeaderOfAsync(partition) ?? leader;
            }

            await Task.Delay(_pause);
        }
    }

    private async Task<bool> PutAsync(string leader, PartitionState partition, string key)
    {
        var answer = await _cluster.CallAsync(leader, "TabletServer/Put", new
        {
            tid = partition.Tid,
            pid = partition.Pid,
            time = 1_700_000_000_000L,
            value = Convert.ToBase64String(Encoding.UTF8.GetBytes(key)),
            dimensions = new[] { new { key, idx = 0 } },
        });
        return answer is { } element && element.GetProperty("code").GetInt32() == 0;
    }

    private async Task<string?> LeaderOfAsync(PartitionState partition) =>
        (await _cluster.PartitionsAsync())?.FirstOrDefault(now => now.Name == partition.Name)?.Leader;
}
