using System.Net;
using System.Text;
using Nightshift.Clusters;
using Nightshift.Pegasus.Canary;
using Nightshift.Pegasus.Client;

namespace Nightshift.Pegasus.Tests.Canary;

/// <summary>A table in memory whose answers are as bad as a test wants.</summary>
internal sealed class FakeTable(int partitions) : IDataTable
{
    public static readonly CallSite Site = new("RPC_RRDB_RRDB_PUT", "replica server", null, null);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _rows = [];
    private readonly int[] _primaries = new int[partitions];

    /// <summary>What becomes of a write to a partition; it may throw before or after it calls the write, or not call it at all.</summary>
    public Func<int, Action, Task> OnPut { get; set; } = (_, write) =>
    {
        write();
        return Task.CompletedTask;
    };

    /// <summary>What a read of a partition shows instead of what is there.</summary>
    public Func<int, byte[]?, Task<byte[]?>> OnGet { get; set; } = (_, value) => Task.FromResult(value);

    public Func<int, int> WrongPartition { get; set; } = partition => partition;

    public int Puts;
    public int Gets;
    public int Refreshes;

    public string Name => "nightshift_canary";

    public int AppId => 2;

    public int PartitionCount => partitions;

    public static Server Server(int number) => new(Endpoint.Parse($"127.0.0.1:{34801 + number}"), new IPEndPoint(IPAddress.Loopback, 34801 + number), false);

    public static RefusedByClusterException Refusal(string error = ErrorNames.InvalidState) => new(Site, error, $"refused with {error}");

    public static OutcomeUnknownException Unknown() => new(Site, new NodeUnreachableException(Site, Delivery.ReplyLost, "no answer came."));

    public int PartitionOf(ReadOnlySpan<byte> hashKey) => WrongPartition((int)(HashSelfCheck.Hash(hashKey) % (ulong)partitions));

    public async Task<long> Put(ReadOnlyMemory<byte> hashKey, ReadOnlyMemory<byte> sortKey, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Puts);
        var row = Row(hashKey, sortKey);
        await OnPut(PartitionOf(hashKey.Span), () =>
        {
            lock (_lock) _rows[row] = value.ToArray();
        });
        return 1;
    }

    public Task<byte[]?> Get(ReadOnlyMemory<byte> hashKey, ReadOnlyMemory<byte> sortKey, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Gets);
        byte[]? found;
        lock (_lock) found = _rows.GetValueOrDefault(Row(hashKey, sortKey));
        return OnGet(PartitionOf(hashKey.Span), found);
    }

    public Task Refresh(int partition, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Refreshes);
        return Task.CompletedTask;
    }

    public Server? PrimaryOf(int partition) => Server(Volatile.Read(ref _primaries[partition]));

    public void Move(int partition, int server) => Volatile.Write(ref _primaries[partition], server);

    /// <summary>Everything as it is now, to be put back later.</summary>
    public Dictionary<string, byte[]> Copy()
    {
        lock (_lock) return new Dictionary<string, byte[]>(_rows);
    }

    /// <summary>Some rows as they were.</summary>
    public void PutBack(IEnumerable<KeyValuePair<string, byte[]>> rows)
    {
        lock (_lock)
        {
            foreach (var (row, value) in rows) _rows[row] = value;
        }
    }

    public void Remove(string row)
    {
        lock (_lock) _rows.Remove(row);
    }

    private static string Row(ReadOnlyMemory<byte> hashKey, ReadOnlyMemory<byte> sortKey) => $"{Encoding.UTF8.GetString(hashKey.Span)}/{Encoding.UTF8.GetString(sortKey.Span)}";
}
