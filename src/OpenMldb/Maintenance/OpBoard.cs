using System.Collections.Immutable;
using Nightshift.OpenMldb.Client;

namespace Nightshift.OpenMldb.Maintenance;

/// <summary>The nameserver's op list shared by all who wait for it. The list can hold thousands of finished ops, so it is not read by each.</summary>
internal sealed class OpBoard(IOpenMldbClient client, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(200);
    private readonly SemaphoreSlim _reading = new(1);
    private (long At, ImmutableArray<OpInfo> Ops)? _last;

    public async Task<ImmutableArray<OpInfo>> Read(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && time.GetElapsedTime(last.At) < Fresh) return last.Ops;
            var began = time.GetTimestamp();
            var ops = await client.Nameserver.ShowOpStatus(OpFilter.All, cancellationToken);
            _last = (began, ops);
            return ops;
        }
        finally
        {
            _reading.Release();
        }
    }

    public async Task<ImmutableArray<OpInfo>> Unfinished(PartitionId partition, CancellationToken cancellationToken)
    {
        var ops = await client.Nameserver.ShowOpStatus(new OpFilter(partition), cancellationToken);
        return [.. ops.Where(op => op.IsUnfinished && op.Partition == partition)];
    }

    public void Dispose() => _reading.Dispose();
}
