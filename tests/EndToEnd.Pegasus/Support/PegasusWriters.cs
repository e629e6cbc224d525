using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Nightshift.Onebox.Pegasus.Wire;

namespace Nightshift.EndToEnd.Pegasus.Support;

/// <summary>
/// Some writers per partition of a table, as a client does it: the configuration is kept until an error and then read anew. Each write has a key of its own, and every
/// acknowledged one is read back at the end.
/// </summary>
internal sealed class PegasusWriters : IAsyncDisposable
{
    private readonly RawPegasus _cluster;
    private readonly string _table;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<long> _refusals = new();
    private readonly List<Lane> _lanes = [];
    private readonly Task[] _writers;

    private PegasusWriters(RawPegasus cluster, string table, IEnumerable<RawPartition> partitions, int count, int lanes, int pause)
    {
        (_cluster, _table) = (cluster, table);
        foreach (var partition in partitions)
        {
            for (var lane = 0; lane < lanes; lane++) _lanes.Add(new Lane(partition.Configuration.Pid, KeyOf(partition.Configuration.Pid.PartitionIndex, count, lane), partition.Configuration.Primary.Ip));
        }

        _writers = [.. _lanes.Select(lane => Task.Run(() => WriteAsync(lane, pause)))];
    }

    public long Acknowledged => _lanes.Sum(lane => (long)lane.Acknowledged.Count);

    /// <summary>Answers that were no acknowledgement, by the name of the error.</summary>
    public IReadOnlyDictionary<string, int> Errors => _errors;

    public int Refused => _errors.Values.Sum();

    /// <summary>When each refusal came, on the clock of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyCollection<long> Refusals => _refusals;

    /// <summary>The longest time between two acknowledgements of one writer.</summary>
    public (TimeSpan Gap, string Where) LongestGap => _lanes.Select(lane => (lane.Longest, lane.LongestWhere)).MaxBy(lane => lane.Longest);

    public static async Task<PegasusWriters> StartAsync(RawPegasus cluster, string table, int lanes = 1, int pause = 2)
    {
        var partitions = (await cluster.ReadPartitionsAsync()).Where(partition => partition.Table == table).ToList();
        Assert.NotEmpty(partitions);
        return new PegasusWriters(cluster, table, partitions, partitions.Count, lanes, pause);
    }

    /// <summary>Stops writing and asks the primaries for every acknowledged key; returns those that are not there.</summary>
    public async Task<IReadOnlyList<string>> LostAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers);
        var lost = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(_lanes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (lane, _) =>
        {
            foreach (var sequence in lane.Acknowledged)
            {
                if (await MissingAsync(lane, sequence) is { } why) lost.Add($"{lane.Partition} {lane.HashKey}/{sequence}: {why}");
            }
        });
        return [.. lost];
    }

    /// <summary>Null: it is there. A partition that is just being reconfigured is asked again, where it is led then.</summary>
    private async Task<string?> MissingAsync(Lane lane, int sequence)
    {
        for (var began = Stopwatch.GetTimestamp(); ; await RefreshAsync(lane))
        {
            var (value, error) = await _cluster.GetAsync(lane.Primary, lane.Partition, lane.Hash, lane.Key(sequence));
            if (value is not null) return null;
            if (error!.StartsWith("rocksdb", StringComparison.Ordinal) || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(30)) return error;
            await Task.Delay(50);
        }
    }

    private async Task RefreshAsync(Lane lane)
    {
        if (await _cluster.LeaderAsync() is { } leader && await _cluster.QueryAsync(leader, _table, lane.Partition.PartitionIndex) is { Partitions: [{ Primary.IsValid: true } now] })
            lane.Primary = now.Primary.Ip;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers);
        _stop.Dispose();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Acknowledged} acknowledged, {Refused} refused ({string.Join(", ", _errors.Select(error => $"{error.Key} {error.Value}"))}), longest gap {LongestGap.Gap.TotalMilliseconds:0} ms ({LongestGap.Where})");

    private async Task WriteAsync(Lane lane, int pause)
    {
        var timeout = TimeSpan.FromSeconds(1);
        var last = Stopwatch.GetTimestamp();
        for (var sequence = 0; !_stop.IsCancellationRequested; sequence++)
        {
            var error = await _cluster.PutAsync(lane.Primary, lane.Partition, lane.Hash, lane.Key(sequence), Encoding.UTF8.GetBytes($"{sequence}"), timeout);
            if (error is null)
            {
                lane.Acknowledge(sequence, Stopwatch.GetElapsedTime(last));
                last = Stopwatch.GetTimestamp();
                await Task.Delay(pause);
                continue;
            }

            _errors.AddOrUpdate(error, 1, (_, count) => count + 1);
            _refusals.Enqueue(Stopwatch.GetTimestamp());
            await Task.Delay(5);
            await RefreshAsync(lane);
        }
    }

    private static string KeyOf(int partition, int count, int lane)
    {
        for (var i = 0; ; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"writer{lane}-{i}");
            if (Crc64.Of(Encoding.UTF8.GetBytes(key)) % (ulong)count == (ulong)partition) return key;
        }
    }

    private sealed class Lane(Gpid partition, string hashKey, RpcAddress primary)
    {
        private readonly byte[] _prefix = [(byte)(hashKey.Length >> 8), (byte)hashKey.Length, .. Encoding.UTF8.GetBytes(hashKey)];

        public Gpid Partition => partition;

        public string HashKey => hashKey;

        public ulong Hash { get; } = Crc64.Of(Encoding.UTF8.GetBytes(hashKey));

        public RpcAddress Primary { get; set; } = primary;

        public List<int> Acknowledged { get; } = [];

        public TimeSpan Longest { get; private set; }

        public string LongestWhere { get; private set; } = "";

        public byte[] Key(int sequence) => [.. _prefix, .. Encoding.UTF8.GetBytes($"{sequence:D8}")];

        public void Acknowledge(int sequence, TimeSpan since)
        {
            if (Acknowledged.Count > 0 && since > Longest) (Longest, LongestWhere) = (since, $"partition {partition}, write {sequence}");
            Acknowledged.Add(sequence);
        }
    }
}
