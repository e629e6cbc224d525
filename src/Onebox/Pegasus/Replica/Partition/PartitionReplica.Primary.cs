using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>What a primary knows of its group (<c>primary_context</c>).</summary>
internal sealed partial class PartitionReplica
{
    private readonly Dictionary<NodeAddress, Learner> _learners = [];
    private readonly Dictionary<NodeAddress, PartitionStatus> _statuses = [];
    private readonly Queue<ClientWrite> _writes = new();
    private PartitionConfiguration _membership;
    private long _nextLearningVersion;

    /// <summary>The configuration change under way; null when there is none.</summary>
    private object? _reconfiguration;
    private object? _groupCheck;
    private long _lastPrepareDecreeOnNewPrimary;
    private long _lastPrepareAt;

    private sealed class Learner
    {
        public long Signature { get; init; }

        /// <summary>From here on it gets prepares; <see cref="Invalid"/>: none yet.</summary>
        public long PrepareStart { get; set; } = Invalid;
    }

    private void ResetMembership(PartitionConfiguration config, bool clearLearners)
    {
        _statuses.Clear();
        if (clearLearners) _learners.Clear();
        if (config.Ballot > _membership.Ballot) _nextLearningVersion = (config.Ballot << 32) + 1;
        else _nextLearningVersion++;

        _membership = config;
        if (config.Primary.IsValid) _statuses[config.Primary] = PartitionStatus.Primary;
        foreach (var secondary in config.Secondaries)
        {
            _statuses[secondary] = PartitionStatus.Secondary;
            _learners.Remove(secondary);
        }

        foreach (var learner in _learners.Keys) _statuses[learner] = PartitionStatus.PotentialSecondary;
    }

    /// <summary>Ends the primary's own work; its membership has to be told again before it may serve.</summary>
    private void CleanPrimary(bool dropWrites)
    {
        if (dropWrites) _writes.Clear();
        _groupCheck = null;
        _reconfiguration = null;
        _membership = Changed(_membership, config => config.Ballot = 0);
    }

    private PartitionStatus StatusOf(NodeAddress node) => _statuses.GetValueOrDefault(node, PartitionStatus.Inactive);

    private ReplicaConfiguration ConfigurationFor(PartitionStatus status, long signature = 0) => new()
    {
        Pid = Pid,
        Ballot = _membership.Ballot,
        Primary = _membership.Primary,
        Status = status,
        LearnerSignature = signature,
    };

    /// <summary>A member or learner failed (<c>handle_remote_failure</c>).</summary>
    private void HandleRemoteFailure(PartitionStatus status, NodeAddress node, ErrorCode error, string cause)
    {
        _host.Log.RemoteFailure(Pid, cause, error.Name, status, node);
        if (status == PartitionStatus.Secondary)
        {
            var config = Changed(_membership, change => change.Secondaries = Without(change.Secondaries, node));
            UpdateOnMeta(ConfigType.DowngradeToInactive, node, config);
        }
        else if (status == PartitionStatus.PotentialSecondary)
        {
            _learners.Remove(node);
            _statuses.Remove(node);
        }
    }

    /// <summary>Asks the meta, once and without looking at the answer, to take this server out (<c>remove_replica_on_meta_server</c>).</summary>
    private void RemoveSelfOnMeta(PartitionConfiguration config)
    {
        if (config.Primary != _host.Self && !config.Secondaries.Contains(_host.Self)) return;
        var request = new ConfigurationUpdateRequest
        {
            Info = _app,
            Type = ConfigType.DowngradeToInactive,
            Node = _host.Self,
            Config = Changed(config, change =>
            {
                change.Ballot++;
                if (change.Primary == _host.Self) change.Primary = NodeAddress.None;
                else change.Secondaries = Without(change.Secondaries, _host.Self);
            }),
        };
        _host.Run(cancellationToken => _host.UpdateConfigurationAsync(request, cancellationToken));
    }

    private static IReadOnlyList<NodeAddress> Without(IReadOnlyList<NodeAddress> nodes, NodeAddress node) => [.. nodes.Where(each => each != node)];

    private static PartitionConfiguration Changed(PartitionConfiguration config, Action<PartitionConfiguration> change)
    {
        var copy = config.Copy();
        change(copy);
        return copy;
    }
}
