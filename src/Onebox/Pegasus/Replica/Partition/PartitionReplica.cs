using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>
/// One replica of one partition, written after upstream's <c>replica</c> (<c>src/replica/replica*.cpp</c>, 2.5.0). Upstream runs everything about a
/// replica on one thread; here everything is under <see cref="_lock"/>, and what waits comes back and looks whether it still matters.
/// </summary>
internal sealed partial class PartitionReplica : IDisposable
{
    private const long Invalid = -1;
    private readonly Lock _lock = new();
    private readonly IReplicaHost _host;
    private readonly PartitionDirectory _directory;
    private readonly KeyValueStore _store;
    private readonly MutationLog _log;
    private readonly PrepareList _prepare;
    private readonly long _created;
    private AppInfo _app;
    private ReplicaConfiguration _config;
    private bool _inactiveIsTransient;
    private bool _initializing = true;
    private bool _closed;

    private PartitionReplica(IReplicaHost host, Gpid pid, AppInfo app, PartitionDirectory directory)
    {
        _host = host;
        _app = app;
        _directory = directory;
        _created = host.Time.GetTimestamp();
        _store = new KeyValueStore(directory.Data);
        _log = new MutationLog(directory.Log, host.Time);
        _prepare = new PrepareList(() => host.Options.MaxMutationsInPrepareList, Execute);
        _prepare.Reset(_store.CommittedDecree);
        _config = new ReplicaConfiguration { Pid = pid, Status = PartitionStatus.Inactive };
        _membership = new PartitionConfiguration { Pid = pid };
    }

    public Gpid Pid => _config.Pid;

    public PartitionStatus Status => _config.Status;

    public long Ballot => _config.Ballot;

    public AppInfo App => _app;

    public TimeSpan Age => _host.Time.GetElapsedTime(_created);

    /// <summary>What a restart would have to replay, in bytes.</summary>
    public long UnflushedBytes => (_store.CommittedDecree - _store.DurableDecree) * _host.Options.BytesPerWrite;

    /// <summary>What all of it stands for, in bytes.</summary>
    private long TotalBytes => _host.Options.BytesPerPartition + (_store.CommittedDecree * _host.Options.BytesPerWrite);

    /// <summary>Makes an empty replica.</summary>
    public static PartitionReplica New(IReplicaHost host, Gpid pid, AppInfo app, PartitionDirectory directory)
    {
        directory.WriteApp(Stored(app));
        directory.WriteBallot(0);
        return new PartitionReplica(host, pid, app, directory);
    }

    /// <summary>Reads a replica from its folder and replays its log. Its data are written down by <see cref="FinishLoading"/>.</summary>
    public static PartitionReplica Load(IReplicaHost host, Gpid pid, PartitionDirectory directory)
    {
        var app = directory.ReadApp();
        var replica = new PartitionReplica(host, pid, new AppInfo
        {
            Status = AppStatus.Available,
            AppId = app.AppId,
            AppName = app.AppName,
            AppType = app.AppType,
            PartitionCount = app.PartitionCount,
            InitPartitionCount = app.PartitionCount,
            IsStateful = true,
            MaxReplicaCount = app.MaxReplicaCount,
            CreateSecond = app.CreateSecond,
            Envs = app.Envs,
        }, directory);
        replica.Replay();
        return replica;
    }

    /// <summary>As after a load: durable, and inactive until the meta tells the role.</summary>
    public void FinishLoading()
    {
        lock (_lock)
        {
            _store.Flush();
            _prepare.Truncate(_store.CommittedDecree);
            _inactiveIsTransient = true;
        }
    }

    public ReplicaInfo Info()
    {
        lock (_lock)
        {
            return new ReplicaInfo
            {
                Pid = Pid,
                Ballot = Ballot,
                Status = Status,
                LastCommittedDecree = _prepare.CommittedDecree,
                LastPreparedDecree = LastPrepared(),
                LastDurableDecree = _store.DurableDecree,
                AppType = _app.AppType,
                DiskTag = "default",
            };
        }
    }

    /// <summary>The lease ended, or the server is about to forget the metas (<c>on_meta_server_disconnected</c>).</summary>
    public void Disconnect()
    {
        lock (_lock)
        {
            var old = Status;
            UpdateStatus(PartitionStatus.Inactive);
            if (old is PartitionStatus.Primary or PartitionStatus.Secondary) SetTransient(true);
        }
    }

    /// <summary>What <c>replica.kill_partition</c> injects, and any local error.</summary>
    public void FailLocally(ErrorCode error)
    {
        lock (_lock)
        {
            _host.Log.LocalFailure(Pid, error.Name, Status);
            if (Status == PartitionStatus.Primary) RemoveSelfOnMeta(_membership);
            UpdateStatus(PartitionStatus.Error);
        }
    }

    /// <summary>Not known to the meta any more (<c>on_node_query_reply_scatter2</c>).</summary>
    public void Forget()
    {
        lock (_lock)
        {
            if (Status is PartitionStatus.PotentialSecondary or PartitionStatus.PartitionSplit) return;
            if (Status == PartitionStatus.Inactive && Age < _host.Options.GcMemoryReplicaInterval) return;
            UpdateStatus(PartitionStatus.Error);
        }
    }

    /// <summary>Writes everything down and lets go of the files.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;
            CancelLearning();
            _store.Flush();
            _log.Dispose();
        }
    }

    /// <summary>Lets go of the files as a killed process does: nothing is written.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed) return;
            _closed = true;
            _log.Dispose();
        }
    }

    public PartitionDirectory Folder => _directory;

    private static StoredApp Stored(AppInfo app) =>
        new(app.AppId, app.AppName, app.AppType, app.PartitionCount, app.MaxReplicaCount, app.CreateSecond, app.Envs);

    private void Replay()
    {
        _config = new ReplicaConfiguration { Pid = Pid, Status = PartitionStatus.Inactive, Ballot = _directory.ReadBallot() };
        foreach (var mutation in _log.ReadFrom(_store.CommittedDecree + 1))
        {
            if (mutation.Ballot > Ballot) _config.Ballot = mutation.Ballot;
            if (mutation.Decree <= _prepare.CommittedDecree || _prepare.Find(mutation.Decree)?.Data.Ballot >= mutation.Ballot) continue;
            _prepare.Replay(new PreparedMutation(mutation) { Logged = true });
        }
    }

    private long LastPrepared()
    {
        var decree = _prepare.CommittedDecree;
        while (_prepare.Find(decree + 1) is { Logged: true }) decree++;
        return decree;
    }

    private void SetTransient(bool transient)
    {
        if (Status == PartitionStatus.Inactive) _inactiveIsTransient = transient;
    }

    /// <summary>Upstream's CHECK.</summary>
    private void Check(bool holds, string what)
    {
        if (!holds) _host.Abort($"{Pid}@{_host.Self}: assertion failed: {what}");
    }
}
