using Nightshift.OpenMldb.Snapshots;

namespace Nightshift.OpenMldb.Guards;

/// <summary>
/// One snapshot for all guards of all runs on a cluster: read once however many ask, and no more than a quarter of the time, since the tables of a large cluster are tens of
/// megabytes. Only the nameserver is asked.
/// </summary>
internal sealed class GuardSnapshots(ISnapshotReader reader, TimeProvider time)
{
    private static readonly SnapshotScope Scope = new(Registrations: false);
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();
    private Task<ClusterSnapshot>? _reading;
    private (ClusterSnapshot Snapshot, long At, TimeSpan Took)? _last;

    public async Task<ClusterSnapshot> Read(CancellationToken cancellationToken)
    {
        Task<ClusterSnapshot> reading;
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last.At) < FreshFor(last.Took)) return last.Snapshot;
            if (_reading is not { IsCompleted: false }) _reading = ReadOnce();
            reading = _reading;
        }

        return await reading.WaitAsync(cancellationToken);
    }

    /// <summary>Not cancelled with whoever asked first: others wait for it too.</summary>
    private async Task<ClusterSnapshot> ReadOnce()
    {
        await Task.Yield();
        using var patience = new CancellationTokenSource(Patience, time);
        var began = time.GetTimestamp();
        try
        {
            var snapshot = await reader.Read(Scope, patience.Token);
            lock (_lock) _last = (snapshot, began, time.GetElapsedTime(began));
            return snapshot;
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"the nameserver did not tell the state of the cluster within {Patience.TotalSeconds:F0} s", late);
        }
    }

    private static TimeSpan FreshFor(TimeSpan took)
    {
        var quarter = took * 4;
        return quarter < Fresh ? Fresh : quarter > Oldest ? Oldest : quarter;
    }
}
