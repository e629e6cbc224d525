using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>Two-phase commit on the primary (<c>replica_2pc.cpp</c>): it waits for all secondaries.</summary>
internal sealed partial class PartitionReplica
{
    private static readonly TimeSpan RetryPrepare = TimeSpan.FromMilliseconds(5);
    private bool _startingWrites;

    /// <summary>Takes a client's write; its answer comes through the write itself.</summary>
    public void OnWrite(ClientWrite write)
    {
        lock (_lock)
        {
            if (Status != PartitionStatus.Primary)
            {
                write.Refuse(ErrorCode.InvalidState);
                return;
            }

            if (_membership.Secondaries.Count + 1 < _host.Options.MinReplicasForWrite(_app.MaxReplicaCount))
            {
                write.Refuse(ErrorCode.NotEnoughMember);
                return;
            }

            _writes.Enqueue(write);
            StartQueuedWrites();
        }
    }

    /// <summary>Not from within itself: a write that is committed as soon as it is prepared would start the next one inside of it.</summary>
    private void StartQueuedWrites()
    {
        if (_startingWrites) return;
        _startingWrites = true;
        try
        {
            StartWhileThereIsRoom();
        }
        finally
        {
            _startingWrites = false;
        }
    }

    private void StartWhileThereIsRoom()
    {
        while (Status == PartitionStatus.Primary && _prepare.MaxDecree - _prepare.CommittedDecree < _host.Options.StalenessForCommit
            && _writes.TryDequeue(out var write))
        {
            InitPrepare(
                new PreparedMutation(new MutationData
                {
                    Ballot = Ballot,
                    Decree = _prepare.MaxDecree + 1,
                    LastCommittedDecree = _prepare.CommittedDecree,
                    Kind = write.Kind,
                    Key = write.Key,
                    Value = write.Value,
                    ExpireTimestamp = write.ExpireTimestamp,
                })
                {
                    Client = write,
                },
                reconciliation: false);
        }
    }

    private void InitPrepare(PreparedMutation mutation, bool reconciliation)
    {
        if (mutation.Data.Decree > _prepare.CommittedDecree + _host.Options.StalenessForCommit)
        {
            mutation.Client?.Refuse(ErrorCode.CapacityExceeded);
            return;
        }

        if (!reconciliation && _membership.Secondaries.Count + 1 < _host.Options.MinReplicasForWrite(_app.MaxReplicaCount))
        {
            mutation.Client?.Refuse(ErrorCode.NotEnoughMember);
            return;
        }

        mutation.PreparedAt = _lastPrepareAt = _host.Time.GetTimestamp();
        _prepare.Prepare(mutation, commitFirst: false);
        mutation.SecondariesLeft = _membership.Secondaries.Count;
        var learners = _learners.Where(each => each.Value.PrepareStart != Invalid && mutation.Data.Decree >= each.Value.PrepareStart).ToList();
        mutation.LearnersLeft = learners.Count;
        foreach (var secondary in _membership.Secondaries) SendPrepare(mutation, secondary, PartitionStatus.Secondary, 0);
        foreach (var (node, learner) in learners) SendPrepare(mutation, node, PartitionStatus.PotentialSecondary, learner.Signature);
        _log.Append(mutation.Data);
        mutation.Logged = true;
        _prepare.CommitReady();
    }

    private void SendPrepare(PreparedMutation mutation, NodeAddress node, PartitionStatus status, long signature)
    {
        var request = new PrepareRequest { Config = ConfigurationFor(status, signature), Mutation = mutation.Data };
        _host.Run(async cancellationToken =>
        {
            var ack = await _host.Peers.PrepareAsync(node, request, PrepareTimeout(status), cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            lock (_lock)
            {
                OnPrepareReply(mutation, node, status, ack.Error);
            }
        });
    }

    private TimeSpan PrepareTimeout(PartitionStatus status) => status == PartitionStatus.Secondary
        ? _host.Options.PrepareTimeoutForSecondaries
        : _host.Options.PrepareTimeoutForLearners;

    private void OnPrepareReply(PreparedMutation mutation, NodeAddress node, PartitionStatus status, ErrorCode error)
    {
        if (!IsUnderWay(mutation)) return;
        if (!error.IsOk)
        {
            if ((error == ErrorCode.InactiveState || error == ErrorCode.TryAgain)
                && _host.Time.GetElapsedTime(mutation.PreparedAt) + RetryPrepare < PrepareTimeout(status))
            {
                RetryLater(mutation, node, status);
                return;
            }

            HandleRemoteFailure(StatusOf(node), node, error, "prepare");
            if (status == PartitionStatus.Secondary || !IsUnderWay(mutation)) return;
        }

        if (status == PartitionStatus.Secondary) mutation.SecondariesLeft--;
        else mutation.LearnersLeft--;
        if (mutation.ReadyForCommit && mutation.Data.Decree == _prepare.CommittedDecree + 1) _prepare.CommitReady();
    }

    private void RetryLater(PreparedMutation mutation, NodeAddress node, PartitionStatus status) => _host.After(RetryPrepare, () =>
    {
        lock (_lock)
        {
            if (!IsUnderWay(mutation)) return;
            var signature = status == PartitionStatus.PotentialSecondary && _learners.TryGetValue(node, out var learner) ? learner.Signature : 0;
            SendPrepare(mutation, node, status, signature);
        }
    });

    private bool IsUnderWay(PreparedMutation mutation) => Status == PartitionStatus.Primary && mutation.Data.Ballot == Ballot
        && mutation.Data.Decree > _prepare.CommittedDecree && ReferenceEquals(_prepare.Find(mutation.Data.Decree), mutation);

    /// <summary>A mutation has been committed: applies it, unless a learner's state is not that far.</summary>
    private void Execute(PreparedMutation mutation)
    {
        var apply = Status switch
        {
            PartitionStatus.Primary or PartitionStatus.Secondary => true,
            PartitionStatus.Inactive => _store.CommittedDecree + 1 == mutation.Data.Decree,
            PartitionStatus.PotentialSecondary =>
                _learnerStatus is LearnerStatus.LearningSucceeded or LearnerStatus.LearningWithPrepareTransient,
            _ => false,
        };
        if (apply) _store.Apply(mutation.Data);
        mutation.Client?.Done(mutation.Data.Decree);
        if (Status == PartitionStatus.Primary) StartQueuedWrites();
    }
}
