using Nightshift.Onebox.Pegasus.Replica.Partition;
using Nightshift.Onebox.Pegasus.Replica.Storage;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>
/// From the open port to serving (<c>initialize</c>): all replicas are opened and their logs replayed; only then come the inner RPCs, remote commands,
/// queries and beacons.
/// </summary>
internal sealed partial class ReplicaServer
{
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(3);

    /// <summary>Whether loading is over.</summary>
    public bool IsLoaded { get; private set; }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Options.CrashOnStart) Abort("crash_on_start");
        if (Options.HangOnStart) await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);

        var start = Time.GetTimestamp();
        Directory.CreateDirectory(_root);
        var loaded = new List<PartitionReplica>();
        foreach (var (pid, directory) in PartitionDirectory.All(_root)) loaded.Add(PartitionReplica.Load(this, pid, directory));
        var bytes = loaded.Sum(replica => replica.UnflushedBytes);
        var wanted = Options.LoadBase + Options.SlowLoad + (Options.LoadPerMegabyte * (bytes / Megabyte));
        var left = wanted - Time.GetElapsedTime(start);
        if (left > TimeSpan.Zero) await Task.Delay(left, Time, cancellationToken);
        foreach (var replica in loaded) replica.FinishLoading();
        lock (_replicas)
        {
            foreach (var replica in loaded) _replicas[replica.Pid] = replica;
        }

        Log.Loaded(loaded.Count, bytes, Time.GetElapsedTime(start).TotalMilliseconds);
        AddHandlers();
        IsLoaded = true;
        if (Options.DelayForFailureDetector) await Task.Delay(Options.Grace + AfterGrace, Time, cancellationToken);
        _work.Every(() => Options.ConfigSyncInterval, QueryConfiguration);
        _work.Every(() => Options.CheckpointInterval, CheckpointAll);
        _work.Every(() => Options.ReplicasStatInterval, RefreshStatusCounts);
        _work.Every(() => Options.CounterInterval, TakeSnapshot);
        TakeSnapshot();
        RefreshStatusCounts();
        await _detector.RunAsync(OnMetaConnected, OnMetaDisconnected, cancellationToken);
    }

    private void CheckpointAll()
    {
        foreach (var replica in Open()) replica.Checkpoint();
    }
}
