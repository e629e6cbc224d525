using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>Changes that go through the meta, during which the replica is inactive, and what the meta tells from time to time.</summary>
internal sealed partial class PartitionReplica
{
    private static readonly TimeSpan RetryUpdate = TimeSpan.FromSeconds(1);

    /// <summary>The meta's full assignment of this server (<c>on_config_sync</c>).</summary>
    public void OnConfigSync(AppInfo info, PartitionConfiguration config)
    {
        lock (_lock)
        {
            if (config.Ballot < Ballot) return;
            if (info.MaxReplicaCount != _app.MaxReplicaCount || info.AppName != _app.AppName)
            {
                _app = info;
                _directory.WriteApp(Stored(info));
            }

            if (Status == PartitionStatus.Primary) return;
            if (_initializing)
            {
                if (config.Primary == _host.Self && Status == PartitionStatus.Inactive && _inactiveIsTransient)
                {
                    if (_reconfiguration is null) UpdateOnMeta(ConfigType.PrimaryForceUpdateBallot, config.Primary, config);
                    return;
                }

                _initializing = false;
            }

            UpdateConfiguration(config);
            if (Status == PartitionStatus.Inactive && !_inactiveIsTransient && (config.Primary == _host.Self || !config.Primary.IsValid))
                RemoveSelfOnMeta(config);
        }
    }

    private void UpdateOnMeta(ConfigType type, NodeAddress node, PartitionConfiguration config)
    {
        // Two-phase commit rests while the configuration changes.
        UpdateStatus(PartitionStatus.Inactive);
        SetTransient(true);
        var request = new ConfigurationUpdateRequest
        {
            Info = _app,
            Type = type,
            Node = node,
            Config = Changed(config, change =>
            {
                change.LastCommittedDecree = _prepare.CommittedDecree;
                change.Ballot++;
            }),
        };
        _host.Log.Reconfigure(Pid, type, node, request.Config.Ballot);
        SendUpdate(request);
    }

    private void SendUpdate(ConfigurationUpdateRequest request)
    {
        var task = _reconfiguration = new object();
        _host.Run(async cancellationToken =>
        {
            var response = await _host.UpdateConfigurationAsync(request, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            lock (_lock)
            {
                if (ReferenceEquals(_reconfiguration, task)) OnUpdateReply(request, response, task);
            }
        });
    }

    private void OnUpdateReply(ConfigurationUpdateRequest request, ConfigurationUpdateResponse response, object task)
    {
        if (Status != PartitionStatus.Inactive || !_host.IsConnected)
        {
            _reconfiguration = null;
            return;
        }

        if (!response.Error.IsOk && response.Error != ErrorCode.InvalidVersion)
        {
            _host.Log.ReconfigureRetries(Pid, response.Error.Name, request.Config.Ballot);
            _host.After(RetryUpdate, () =>
            {
                lock (_lock)
                {
                    if (ReferenceEquals(_reconfiguration, task)) SendUpdate(request);
                }
            });
            return;
        }

        if (response.Config.Ballot < Ballot)
        {
            _reconfiguration = null;
            return;
        }

        if (response.Error.IsOk) AfterUpdate(request, response);
        UpdateConfiguration(response.Config);
        _reconfiguration = null;
    }

    private void AfterUpdate(ConfigurationUpdateRequest request, ConfigurationUpdateResponse response)
    {
        switch (request.Type)
        {
            case ConfigType.UpgradeToPrimary:
                _lastPrepareDecreeOnNewPrimary = _prepare.MaxDecree;
                break;
            case ConfigType.AssignPrimary:
                _lastPrepareDecreeOnNewPrimary = 0;
                break;
            case ConfigType.Remove when request.Node != _host.Self:
                _host.Peers.RemoveReplica(request.Node, ConfigurationOf(response.Config, request.Node));
                break;
            case ConfigType.PrimaryForceUpdateBallot:
                _initializing = false;
                break;
        }
    }
}
