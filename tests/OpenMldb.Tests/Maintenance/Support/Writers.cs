using System.Collections.Concurrent;
using System.Diagnostics;
using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Tests.Maintenance.Support;

/// <summary>One writer per partition. Remembers every acknowledged key and asks for all of them in the end.</summary>
internal sealed class Writers : IAsyncDisposable
{
    internal static readonly byte[] Row = Convert.FromBase64String("AQEaAAAAAAcAAAAAAAAAAGjlz4sBAAAYazE=");
    private readonly CancellationTokenSource _end = new();
    private readonly SimulatedCluster _cluster;
    private readonly List<Task> _work;
    private readonly ConcurrentDictionary<TidPid, ConcurrentQueue<string>> _acknowledged = new();
    private readonly ConcurrentDictionary<TidPid, TimeSpan> _gaps = new();

    /// <param name="stubborn">Follows the table only after a refusal, and keeps writing to the same tablet while it accepts.</param>
    public Writers(SimulatedCluster cluster, IEnumerable<TableInfo> tables, bool stubborn = false, int perSecond = 150)
    {
        _cluster = cluster;
        _work = [.. from table in tables
                    from partition in table.Partitions
                    select Task.Run(() => Write(table.Id, new TidPid(table.Tid, partition.Pid), stubborn, TimeSpan.FromSeconds(1.0 / perSecond)))];
    }

    public int Acknowledged => _acknowledged.Values.Sum(keys => keys.Count);

    public TimeSpan LongestGap => _gaps.Values.DefaultIfEmpty().Max();

    /// <summary>Ends the writers and returns acknowledged keys that their partition's leader does not have.</summary>
    public async Task<IReadOnlyList<string>> Lost()
    {
        await Stop();
        var lost = new ConcurrentBag<string>();
        foreach (var table in await _cluster.Client.Nameserver.ShowAllTables(default))
        {
            foreach (var partition in table.Partitions)
            {
                var id = new TidPid(table.Tid, partition.Pid);
                if (!_acknowledged.TryGetValue(id, out var keys)) continue;
                foreach (var replica in partition.Replicas)
                {
                    var tablet = await _cluster.Client.Tablet(replica.Endpoint, default);
                    await Wait.Until(async () => await Lag(partition, replica.Endpoint, id) == 0, $"{table.Partition(partition.Pid)} equal on {replica.Endpoint}");
                    await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, token) =>
                    {
                        if (await tablet.Get(new GetQuery(id, "i", key), token) is null) lost.Add($"{table.Partition(partition.Pid)} {key} on {replica.Endpoint}");
                    });
                }
            }
        }

        return [.. lost];
    }

    public async Task Stop()
    {
        if (!_end.IsCancellationRequested) await _end.CancelAsync();
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_work.FirstOrDefault(w => w.IsFaulted) is { } broken) await broken;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task<ulong> Lag(TablePartition partition, Endpoint replica, TidPid id)
    {
        var leader = await (await _cluster.Client.Tablet(partition.EffectiveLeader!.Value.Endpoint, default)).GetTableStatus(id, default);
        var own = await (await _cluster.Client.Tablet(replica, default)).GetTableStatus(id, default);
        return leader!.Value.Offset!.Value - own!.Value.Offset!.Value;
    }

    private async Task Write(TableId table, TidPid id, bool stubborn, TimeSpan pause)
    {
        var keys = _acknowledged.GetOrAdd(id, _ => []);
        Endpoint? leader = null;
        var last = Stopwatch.StartNew();
        var followed = Stopwatch.StartNew();
        for (var n = 0; !_end.IsCancellationRequested; n++)
        {
            try
            {
                if (leader is null || (!stubborn && followed.ElapsedMilliseconds > 15))
                {
                    leader = (await _cluster.Client.Nameserver.GetTablePartition(new PartitionId(table.Db, table.Name, id.Pid), _end.Token))?.EffectiveLeader?.Endpoint;
                    followed.Restart();
                }

                if (leader is { } tablet)
                {
                    var key = $"{id.Pid}-{n}";
                    await (await _cluster.Client.Tablet(tablet, _end.Token)).Put(new PutRow(id, 1_700_000_000_000 + n, Row, [new RowKey(key, 0)]), _end.Token);
                    keys.Enqueue(key);
                    if (last.Elapsed > _gaps.GetValueOrDefault(id)) _gaps[id] = last.Elapsed;
                    last.Restart();
                }
            }
            catch (Exception e) when (e is OpenMldbException)
            {
                leader = null;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, CancellationToken.None);
        }
    }
}
