using Nightshift.Pegasus.Snapshots;

namespace Nightshift.Pegasus.Guards;

/// <summary>
/// One snapshot for all guards of all runs on a cluster: read once however many ask, once a second and no more than a quarter of the time. Settings change seldom and are read
/// every few seconds, and anew as soon as another meta server leads.
/// </summary>
internal sealed class GuardSnapshots(ISnapshotReader reader, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettingsFresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Lock _lock = new();
    private Task<ClusterSnapshot>? _reading;
    private (ClusterSnapshot Snapshot, long At, TimeSpan Took)? _last;
    private (ClusterSnapshot Snapshot, long At)? _settings;

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
            var snapshot = await ReadWithSettings(patience.Token);
            lock (_lock) _last = (snapshot, began, time.GetElapsedTime(began));
            return snapshot;
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"the meta server did not tell the state of the cluster within {Patience.TotalSeconds:F0} s", late);
        }
    }

    private async Task<ClusterSnapshot> ReadWithSettings(CancellationToken cancellationToken)
    {
        if (_settings is { } known && time.GetElapsedTime(known.At) < SettingsFresh)
        {
            var placement = await reader.Read(SnapshotScope.Placement, cancellationToken);
            if (placement.Leader == known.Snapshot.Leader) return placement with { Settings = known.Snapshot.Settings };
        }

        var began = time.GetTimestamp();
        var whole = await reader.Read(new SnapshotScope(Settings: true), cancellationToken);
        _settings = (whole, began);
        return whole;
    }

    private static TimeSpan FreshFor(TimeSpan took)
    {
        var quarter = took * 4;
        return quarter < Fresh ? Fresh : quarter > Oldest ? Oldest : quarter;
    }
}
