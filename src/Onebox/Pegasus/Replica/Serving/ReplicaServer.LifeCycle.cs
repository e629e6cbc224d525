using Nightshift.Onebox.Pegasus.Replica.Messages;
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

    private void BeginOpen(AppInfo app, Gpid pid, GroupCheckRequest? learner, ConfigurationUpdateRequest? proposal)
    {
        lock (_replicas)
        {
            if (_replicas.ContainsKey(pid) || _opening.Contains(pid)) return;
            if (_closing.TryGetValue(pid, out var closing))
            {
                if (closing.Replica.Status != PartitionStatus.Inactive || closing.Begun) return;
                _closing.Remove(pid);
                _replicas[pid] = closing.Replica;
                Log.Replica(pid, "reopened");
            }
            else
            {
                _opening.Add(pid);
                _closed.Remove(pid);
                _work.Run(cancellationToken => OpenAsync(app, pid, learner, proposal, cancellationToken));
                return;
            }
        }

        if (learner is not null) OnAddLearner(learner);
    }

    private async Task OpenAsync(AppInfo app, Gpid pid, GroupCheckRequest? learner, ConfigurationUpdateRequest? proposal, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var directory = PartitionDirectory.Of(_root, pid);
        PartitionReplica replica;
        if (directory.Exists)
        {
            replica = PartitionReplica.Load(this, pid, directory);
            await Task.Delay(Options.LoadPerMegabyte * (replica.UnflushedBytes / Megabyte), Time, cancellationToken);
            replica.FinishLoading();
        }
        else
        {
            if (proposal is { Config: { Ballot: not 0 } or { LastCommittedDecree: not 0 } })
                Abort($"{pid}@{Self}: cannot load replica({pid}.pegasus), ballot = {proposal.Config.Ballot}, but it does not existed!");
            replica = PartitionReplica.New(this, pid, app, directory);
        }

        lock (_replicas)
        {
            _opening.Remove(pid);
            _replicas[pid] = replica;
        }

        Log.Replica(pid, "opened");
        if (learner is not null) OnAddLearner(learner);
        else if (proposal is not null) OnProposal(proposal);
    }

    private void OnAddLearner(GroupCheckRequest request)
    {
        if (!IsConnected)
        {
            // The primary counts it as its learner all the same, and asks again with its next group check.
            Log.NotConnected($"{request.Config.Pid}: add learner, primary = {request.Config.Primary}");
            return;
        }

        if (Find(request.Config.Pid) is { } replica) replica.OnAddLearner(request);
        else BeginOpen(request.App, request.Config.Pid, request, null);
    }

    private GroupCheckResponse OnGroupCheck(GroupCheckRequest request)
    {
        if (!IsConnected) return new GroupCheckResponse { Pid = request.Config.Pid };
        if (Find(request.Config.Pid) is { } replica) return replica.OnGroupCheck(request);
        if (request.Config.Status != PartitionStatus.PotentialSecondary)
            return new GroupCheckResponse { Pid = request.Config.Pid, Error = ErrorCode.ObjectNotFound };
        BeginOpen(request.App, request.Config.Pid, request, null);
        return new GroupCheckResponse { Pid = request.Config.Pid };
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
