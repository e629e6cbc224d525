using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>Changes of role (<c>replica_config.cpp</c>, from <c>update_configuration</c> on).</summary>
internal sealed partial class PartitionReplica
{
    /// <summary>False when the replica closes by it, or the change is refused.</summary>
    private bool UpdateConfiguration(PartitionConfiguration config)
    {
        var mine = ConfigurationOf(config, _host.Self);
        if (mine.Status == PartitionStatus.Primary && (mine.Ballot > Ballot || Status != PartitionStatus.Primary))
            ResetMembership(config, clearLearners: config.Primary != _host.Self);
        return (config.Ballot > Ballot || SameBallotAllows(Status, mine.Status)) && UpdateLocal(mine, sameBallot: true);
    }

    /// <summary>With an unchanged ballot.</summary>
    private bool UpdateStatus(PartitionStatus status) => Status != status && UpdateLocal(_config.With(status), sameBallot: true);

    private bool SameBallotAllows(PartitionStatus old, PartitionStatus next) => (old, next) switch
    {
        (PartitionStatus.Inactive, PartitionStatus.PotentialSecondary) => true,
        (PartitionStatus.PotentialSecondary, PartitionStatus.Secondary) => true,
        (PartitionStatus.Inactive, PartitionStatus.Secondary or PartitionStatus.Primary) => _inactiveIsTransient,
        _ => old == next,
    };

    private bool UpdateLocal(ReplicaConfiguration config, bool sameBallot = false)
    {
        Check(config.Ballot > Ballot || (sameBallot && config.Ballot == Ballot), $"invalid ballot, {config.Ballot} VS {Ballot}");
        var (old, oldBallot) = (Status, Ballot);
        if (old == config.Status && oldBallot == config.Ballot) return true;
        if (old == PartitionStatus.Error) return false;
        if (old == PartitionStatus.Inactive && config.Status is PartitionStatus.Primary or PartitionStatus.Secondary && !_inactiveIsTransient)
        {
            _host.Log.NotTransient(Pid, config.Status, config.Ballot);
            return false;
        }

        if (old == PartitionStatus.PotentialSecondary && config.Status == PartitionStatus.Inactive) CancelLearning();
        _config = config.With(config.Status);
        if (Ballot > oldBallot) _directory.WriteBallot(Ballot);
        Leave(old, oldBallot, config.Status);
        _host.Log.StatusChanged(Pid, old, oldBallot, Status, Ballot);

        var closing = Status != old && (Status == PartitionStatus.Error || (Status == PartitionStatus.Inactive && Ballot > oldBallot));
        if (closing)
        {
            _host.BeginClose(this);
            return false;
        }

        if (Status == PartitionStatus.Primary) ResumeWrites();
        return true;
    }

    /// <summary>What goes with a change from one status to another.</summary>
    private void Leave(PartitionStatus old, long oldBallot, PartitionStatus next)
    {
        switch (old, next)
        {
            case (PartitionStatus.Primary, PartitionStatus.Primary):
                ReplayPrepareList();
                break;
            case (PartitionStatus.Primary, PartitionStatus.Inactive):
                CleanPrimary(dropWrites: oldBallot != Ballot);
                break;
            case (PartitionStatus.Primary, _):
                CleanPrimary(dropWrites: true);
                break;
            case (PartitionStatus.Secondary, PartitionStatus.Primary):
                InitGroupCheck();
                ReplayPrepareList();
                break;
            case (PartitionStatus.Secondary, PartitionStatus.PotentialSecondary):
                _learnerStatus = LearnerStatus.LearningWithoutPrepare;
                break;
            case (PartitionStatus.PotentialSecondary, PartitionStatus.Secondary):
                _prepare.Truncate(_store.CommittedDecree);
                CancelLearning();
                break;
            case (PartitionStatus.PotentialSecondary, PartitionStatus.Error):
                _prepare.Reset(_store.CommittedDecree);
                CancelLearning();
                break;
            case (PartitionStatus.Inactive, PartitionStatus.Primary):
                _inactiveIsTransient = false;
                InitGroupCheck();
                ReplayPrepareList();
                break;
            case (PartitionStatus.Inactive, PartitionStatus.Error):
                if (_inactiveIsTransient) CleanPrimary(dropWrites: true);
                _inactiveIsTransient = false;
                break;
            case (PartitionStatus.Inactive, PartitionStatus.Secondary or PartitionStatus.PotentialSecondary):
                _inactiveIsTransient = false;
                if (_host.Options.RefuseDroppedWrites) RefuseDroppedWrites();
                break;
        }
    }

    /// <summary>Queued writes go on, or are refused when there are too few replicas.</summary>
    private void ResumeWrites()
    {
        if (_membership.Secondaries.Count + 1 < _host.Options.MinReplicasForWrite(_app.MaxReplicaCount))
        {
            while (_writes.TryDequeue(out var write)) write.Refuse(ErrorCode.NotEnoughMember);
            return;
        }

        StartQueuedWrites();
    }

    private void RefuseDroppedWrites()
    {
        for (var decree = _prepare.CommittedDecree + 1; decree <= _prepare.MaxDecree; decree++)
            _prepare.Find(decree)?.Client?.Refuse(ErrorCode.InvalidState);
        while (_writes.TryDequeue(out var write)) write.Refuse(ErrorCode.InvalidState);
    }

    /// <summary>What the predecessor left, or this primary had under way, is prepared again under the new ballot.</summary>
    private void ReplayPrepareList()
    {
        var last = _prepare.MaxDecree;
        for (var decree = _prepare.CommittedDecree + 1; decree <= last; decree++)
        {
            var old = _prepare.Find(decree);
            var data = old?.Data ?? new MutationData { Decree = decree, Kind = MutationKind.Empty };
            InitPrepare(new PreparedMutation(data.Under(Ballot, _prepare.CommittedDecree)) { Client = old?.Client }, reconciliation: true);
        }
    }

    private static ReplicaConfiguration ConfigurationOf(PartitionConfiguration config, NodeAddress node) => new()
    {
        Pid = config.Pid,
        Ballot = config.Ballot,
        Primary = config.Primary,
        Status = config.Primary == node ? PartitionStatus.Primary
            : config.Secondaries.Contains(node) ? PartitionStatus.Secondary
            : PartitionStatus.Inactive,
    };
}
