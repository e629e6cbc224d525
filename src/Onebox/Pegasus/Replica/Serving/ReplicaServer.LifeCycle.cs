using Nightshift.Onebox.Pegasus.Replica.Partition;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>Replicas from opening to garbage: serving, opening, closing and closed ones are kept apart, and counted apart.</summary>
internal sealed partial class ReplicaServer
{
    private const int ClosingWorkers = 8;
    private readonly Dictionary<Gpid, PartitionReplica> _replicas = [];
    private readonly HashSet<Gpid> _opening = [];
    private readonly Dictionary<Gpid, Closing> _closing = [];
    private readonly Dictionary<Gpid, (AppInfo App, ReplicaInfo Info)> _closed = [];
    private readonly SemaphoreSlim _closers = new(ClosingWorkers);

    private sealed class Closing(PartitionReplica replica, ReplicaInfo info)
    {
        public PartitionReplica Replica => replica;

        /// <summary>As it was when closing began.</summary>
        public ReplicaInfo Info => info;

        /// <summary>False while it only waits to be closed.</summary>
        public bool Begun { get; set; }
    }

    public void BeginClose(PartitionReplica replica)
    {
        var info = replica.Info();
        Closing closing;
        lock (_replicas)
        {
            if (!_replicas.Remove(replica.Pid)) return;
            _closing[replica.Pid] = closing = new Closing(replica, info);
        }

        Log.Replica(replica.Pid, "closing");
        var delay = info.Status == PartitionStatus.Inactive ? Options.GcMemoryReplicaInterval : TimeSpan.Zero;
        _work.Run(cancellationToken => CloseAsync(closing, delay, cancellationToken));
    }

    private async Task CloseAsync(Closing closing, TimeSpan delay, CancellationToken cancellationToken)
    {
        var pid = closing.Replica.Pid;
        await Task.Delay(delay, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_replicas)
        {
            if (!_closing.TryGetValue(pid, out var still) || !ReferenceEquals(still, closing)) return;
            closing.Begun = true;
        }

        await _closers.WaitAsync(cancellationToken);
        try
        {
            await Task.Delay(closing.Replica.CloseTime, Time, cancellationToken);
            closing.Replica.Close();
        }
        finally
        {
            _closers.Release();
        }

        lock (_replicas)
        {
            _closing.Remove(pid);
            _closed[pid] = (closing.Replica.App, closing.Info);
        }

        Log.Replica(pid, "closed");
    }

    /// <summary>Only what is closed is thrown away.</summary>
    private void Discard(Gpid pid)
    {
        lock (_replicas)
        {
            if (!_closed.Remove(pid)) return;
        }

        PartitionDirectory.Of(_root, pid).Discard(Time);
        Log.Replica(pid, "discarded");
    }

    private PartitionReplica? Find(Gpid pid)
    {
        lock (_replicas) return _replicas.GetValueOrDefault(pid);
    }

    private List<PartitionReplica> Open()
    {
        lock (_replicas) return [.. _replicas.Values];
    }

    private List<PartitionReplica> Everything()
    {
        lock (_replicas) return [.. _replicas.Values, .. _closing.Values.Select(closing => closing.Replica)];
    }

    /// <summary>Open, closing and closed ones: the last two as they were when closing began.</summary>
    private List<ReplicaInfo> Stored()
    {
        var infos = Open().ConvertAll(replica => replica.Info());
        lock (_replicas) return [.. infos.Concat(_closing.Values.Select(closing => closing.Info)).Concat(_closed.Values.Select(each => each.Info)).DistinctBy(info => info.Pid)];
    }

    private List<AppInfo> StoredApps()
    {
        lock (_replicas)
        {
            return [.. _replicas.Values.Select(replica => replica.App).Concat(_closing.Values.Select(closing => closing.Replica.App))
                .Concat(_closed.Values.Select(each => each.App)).DistinctBy(app => app.AppId)];
        }
    }
}
