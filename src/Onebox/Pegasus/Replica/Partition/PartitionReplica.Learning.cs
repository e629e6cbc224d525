using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>A learner's part of learning (<c>replica_learn.cpp</c>): rounds, until nothing is missing.</summary>
internal sealed partial class PartitionReplica
{
    private static readonly TimeSpan DelayLearn = TimeSpan.FromSeconds(1);
    private LearnerStatus _learnerStatus;
    private long _learningVersion;
    private bool _roundIsRunning;
    private bool _learnSlotTaken;

    /// <summary>The step under way; another one in its place, or none, means that its end does not matter any more.</summary>
    private object? _learnStep;

    /// <summary>Asked to learn (<c>RPC_LEARN_ADD_LEARNER</c>).</summary>
    public void OnAddLearner(GroupCheckRequest request)
    {
        lock (_lock)
        {
            if (request.Config.Ballot < Ballot) return;
            if (request.Config.Ballot > Ballot || SameBallotAllows(Status, request.Config.Status))
            {
                if (!UpdateLocal(request.Config, sameBallot: true)) return;
                Check(Status == PartitionStatus.PotentialSecondary, $"{Status} == PotentialSecondary");
                InitLearn(request.Config.LearnerSignature);
            }
        }
    }

    private void InitLearn(long signature)
    {
        if (Status != PartitionStatus.PotentialSecondary || signature == 0 || _roundIsRunning || signature < _learningVersion) return;
        if (signature != _learningVersion)
        {
            CancelLearning();
            _learningVersion = signature;
            _learnerStatus = LearnerStatus.LearningWithoutPrepare;
            _prepare.Truncate(_store.CommittedDecree);
        }
        else if (_learnerStatus == LearnerStatus.LearningWithPrepare)
        {
            CatchUp();
        }

        if (_learnerStatus == LearnerStatus.LearningSucceeded)
        {
            NotifyLearned();
            return;
        }

        if (_store.CommittedDecree == 0 && _host.LearnSlots.Taken >= _host.Options.LearnAppMaxConcurrentCount)
        {
            _host.Log.LearnLimited(Pid, _host.LearnSlots.Taken);
            return;
        }

        _roundIsRunning = true;
        var request = new LearnRequest
        {
            Pid = Pid,
            Learner = _host.Self,
            Signature = _learningVersion,
            LastCommittedInApp = _store.CommittedDecree,
            LastCommittedInPrepareList = _prepare.CommittedDecree,
        };
        LearnStep(
            cancellationToken => _host.Peers.LearnAsync(_config.Primary, request, cancellationToken),
            response => OnLearnReply(request.Signature, response));
    }

    /// <summary>What was committed while the learned state was being written down is in the prepare list, or else in the log.</summary>
    private void CatchUp()
    {
        var latest = new SortedDictionary<long, MutationData>();
        if (_prepare.CommittedDecree > _store.CommittedDecree && _prepare.MinDecree > _store.CommittedDecree + 1)
        {
            foreach (var mutation in _log.ReadFrom(_store.CommittedDecree + 1))
                if (mutation.Decree <= _prepare.CommittedDecree)
                    latest[mutation.Decree] = mutation;
        }

        while (_store.CommittedDecree < _prepare.CommittedDecree)
        {
            var next = _store.CommittedDecree + 1;
            var data = _prepare.Find(next)?.Data ?? latest.GetValueOrDefault(next);
            if (data is null)
            {
                HandleLearningError(ErrorCode.InvalidState, isLocal: true);
                return;
            }

            _store.Apply(data);
        }

        _learnerStatus = LearnerStatus.LearningSucceeded;
    }

    private void LearnAgain(long signature)
    {
        var step = _learnStep = new object();
        _host.After(DelayLearn, () =>
        {
            lock (_lock)
            {
                if (ReferenceEquals(_learnStep, step)) InitLearn(signature);
            }
        });
    }

    private void LearnStep<T>(Func<CancellationToken, Task<T>> work, Action<T> then)
    {
        var step = _learnStep = new object();
        _host.Run(async cancellationToken =>
        {
            var result = await work(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            lock (_lock)
            {
                if (ReferenceEquals(_learnStep, step) && Status == PartitionStatus.PotentialSecondary && !_closed) then(result);
            }
        });
    }

    private void HandleLearningError(ErrorCode error, bool isLocal)
    {
        _host.Log.LearnFailed(Pid, error.Name);
        UpdateStatus(isLocal ? PartitionStatus.Error : PartitionStatus.Inactive);
    }

    /// <summary><c>potential_secondary_context::cleanup</c>.</summary>
    private void CancelLearning()
    {
        FreeSlot();
        _learnStep = null;
        _learningVersion = 0;
        _roundIsRunning = false;
        _learnerStatus = LearnerStatus.Invalid;
    }

    private bool TakeSlot() => _learnSlotTaken = _host.LearnSlots.TryTake(_host.Options.LearnAppMaxConcurrentCount);

    private void FreeSlot()
    {
        if (_learnSlotTaken) _host.LearnSlots.Free();
        _learnSlotTaken = false;
    }
}
