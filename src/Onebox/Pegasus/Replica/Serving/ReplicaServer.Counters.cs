using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>
/// What is counted. Up to 2.5 perf counters, which remote commands show as of the last snapshot (<c>perf_counter_update_interval_seconds</c>) and
/// <c>/perfCounter</c> shows live; in master metrics, of which the counts by status are refreshed each <c>replicas_stat_interval_ms</c>.
/// </summary>
internal sealed partial class ReplicaServer
{
    private const string Stub = "replica*eon.replica_stub*";
    private long _reads;
    private long _writes;
    private long _readsFailed;
    private long _writesFailed;
    private StatusCounts _statusCounts;

    private readonly record struct StatusCounts(int Inactive, int Error, int Primary, int Secondary, int Learning);

    /// <summary>The perf counters as of the last snapshot; none in master.</summary>
    internal IReadOnlyList<PerfCounter> Snapshot { get; private set; } = [];

    internal long SnapshotSecond { get; private set; }

    /// <summary>How many replicas have been closed and not opened again since.</summary>
    internal int Closed
    {
        get
        {
            lock (_replicas) return _closed.Count;
        }
    }

    /// <summary>The perf counters as they are; none in master.</summary>
    internal IReadOnlyList<PerfCounter> PerfCounters()
    {
        if (Generation == WireGeneration.HostPort) return [];
        var (open, opening, closing) = Counts();
        return
        [
            new(Stub + "closing.replica(Count)", "NUMBER", closing, "# in replica_stub._closing_replicas"),
            new(Stub + "opening.replica(Count)", "NUMBER", opening, "# in replica_stub._opening_replicas"),
            new(Stub + "replica(Count)", "NUMBER", open, "# in replica_stub._replicas"),
            new(Stub + "replicas.learning.count", "NUMBER", _statusCounts.Learning, "current learning count"),
            new(Stub + "recent.read.fail.count", "VOLATILE_NUMBER", Interlocked.Read(ref _readsFailed), "read fail count in the recent period"),
            new(Stub + "recent.write.fail.count", "VOLATILE_NUMBER", Interlocked.Read(ref _writesFailed), "write fail count in the recent period"),
        ];
    }

    /// <summary>The metrics of entity <c>server</c>, by name; none in 2.5.</summary>
    internal IReadOnlyList<KeyValuePair<string, long>> Metrics()
    {
        if (Generation == WireGeneration.Address) return [];
        var (open, opening, closing) = Counts();
        return
        [
            new("total_replicas", open),
            new("opening_replicas", opening),
            new("closing_replicas", closing),
            new("inactive_replicas", _statusCounts.Inactive),
            new("error_replicas", _statusCounts.Error),
            new("primary_replicas", _statusCounts.Primary),
            new("secondary_replicas", _statusCounts.Secondary),
            new("learning_replicas", _statusCounts.Learning),
            new("read_failed_requests", Interlocked.Read(ref _readsFailed)),
            new("write_failed_requests", Interlocked.Read(ref _writesFailed)),
        ];
    }

    private (int Open, int Opening, int Closing) Counts()
    {
        lock (_replicas) return (_replicas.Count, _opening.Count, _closing.Count);
    }

    private void TakeSnapshot()
    {
        Snapshot = PerfCounters();
        SnapshotSecond = Time.GetUtcNow().ToUnixTimeSeconds();
    }

    private void RefreshStatusCounts()
    {
        var statuses = Open().ConvertAll(replica => replica.Status);
        int Count(PartitionStatus status) => statuses.Count(each => each == status);
        _statusCounts = new StatusCounts(
            Count(PartitionStatus.Inactive), Count(PartitionStatus.Error), Count(PartitionStatus.Primary), Count(PartitionStatus.Secondary),
            Count(PartitionStatus.PotentialSecondary));
    }
}

/// <summary>A perf counter with its value.</summary>
internal sealed record PerfCounter(string Name, string Type, double Value, string Description);
