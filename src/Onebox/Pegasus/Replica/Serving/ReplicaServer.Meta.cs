using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Serving;

/// <summary>What the metas are told and tell: the lease, config sync, proposals.</summary>
internal sealed partial class ReplicaServer
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(500);
    private readonly Lock _stateLock = new();
    private MetaState _state = MetaState.Disconnected;
    private bool _querying;

    private enum MetaState
    {
        Disconnected,

        /// <summary>Beacons are acknowledged, the first config sync is not answered yet.</summary>
        Connecting,
        Connected,
    }

    public bool IsConnected
    {
        get
        {
            lock (_stateLock) return _state == MetaState.Connected;
        }
    }

    private void OnMetaConnected()
    {
        Log.MetaConnected(_detector.Leader);
        lock (_stateLock)
        {
            if (_state != MetaState.Disconnected) return;
            _state = MetaState.Connecting;
        }

        QueryConfiguration();
    }

    private void OnMetaDisconnected()
    {
        Log.MetaDisconnected();
        lock (_stateLock)
        {
            if (_state == MetaState.Disconnected) return;
            _state = MetaState.Disconnected;
        }

        foreach (var replica in Open()) replica.Disconnect();
    }

    private void QueryConfiguration()
    {
        lock (_stateLock)
        {
            if (_state == MetaState.Disconnected || _querying) return;
            _querying = true;
        }

        _work.Run(async cancellationToken =>
        {
            var request = new ConfigSyncRequest { Node = Self, StoredReplicas = Stored() };
            var reply = await _metas.SyncAsync(request, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            OnConfigurationReply(reply);
        });
    }

    private void OnConfigurationReply(PeerReply<ConfigSyncResponse> reply)
    {
        bool again;
        lock (_stateLock)
        {
            _querying = false;
            if (_state == MetaState.Disconnected) return;
            var forwarded = reply.Message is { } message && message.Error != ErrorCode.ForwardToOthers;
            again = !forwarded && _state == MetaState.Connecting;
            if (forwarded) _state = MetaState.Connected;
        }

        if (again || reply.Message?.Error == ErrorCode.Busy) _work.After(BusyPause, QueryConfiguration);
        else if (reply.Message is { Error.IsOk: true } answer) Scatter(answer);
    }

    private void Scatter(ConfigSyncResponse answer)
    {
        var known = new HashSet<Gpid>();
        foreach (var partition in answer.Partitions)
        {
            known.Add(partition.Config.Pid);
            if (Find(partition.Config.Pid) is { } replica) replica.OnConfigSync(partition.Info, partition.Config);
            else if (partition.Config.Primary == Self) RemoveSelf(partition.Info, partition.Config);
        }

        foreach (var replica in Open())
            if (!known.Contains(replica.Pid))
                replica.Forget();
        foreach (var garbage in answer.GcReplicas ?? []) Discard(garbage.Pid);
    }

    /// <summary>One way, from the leading meta.</summary>
    private void OnProposal(ConfigurationUpdateRequest proposal)
    {
        if (!IsConnected)
        {
            Log.NotConnected($"{proposal.Config.Pid}: config proposal {proposal.Type} for {proposal.Node}");
            return;
        }

        if (Find(proposal.Config.Pid) is { } replica) replica.OnProposal(proposal);
        else if (proposal.Type == ConfigType.AssignPrimary) BeginOpen(proposal.Info, proposal.Config.Pid, null, proposal);
        else if (proposal.Type == ConfigType.UpgradeToPrimary) RemoveSelf(proposal.Info, proposal.Config);
    }

    /// <summary>Asks once, without looking at the answer (<c>remove_replica_on_meta_server</c>).</summary>
    private void RemoveSelf(AppInfo info, PartitionConfiguration config)
    {
        if (config.Primary != Self && !config.Secondaries.Contains(Self)) return;
        var change = config.Copy();
        change.Ballot++;
        if (change.Primary == Self) change.Primary = NodeAddress.None;
        else change.Secondaries = [.. change.Secondaries.Where(each => each != Self)];
        var request = new ConfigurationUpdateRequest { Info = info, Config = change, Node = Self, Type = ConfigType.DowngradeToInactive };
        _work.Run(cancellationToken => _metas.UpdateAsync(request, cancellationToken));
    }
}
