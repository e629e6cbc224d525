using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>
/// The primary's look at its group (<c>replica_check.cpp</c>). It is also what starts a learner again that was asked in vain: while it was
/// loading, above the limit of checkpoint learns, or after a failed round.
/// </summary>
internal sealed partial class PartitionReplica
{
    /// <summary>A member's or learner's part.</summary>
    public GroupCheckResponse OnGroupCheck(GroupCheckRequest request)
    {
        lock (_lock)
        {
            if (request.Config.Ballot < Ballot) return new GroupCheckResponse { Pid = Pid, Error = new ErrorCode("ERR_VERSION_OUTDATED") };
            if (request.Config.Ballot > Ballot)
            {
                if (!UpdateLocal(request.Config)) return new GroupCheckResponse { Pid = Pid, Error = ErrorCode.InvalidState };
            }
            else if (SameBallotAllows(Status, request.Config.Status))
            {
                UpdateLocal(request.Config, sameBallot: true);
            }

            if (Status == PartitionStatus.Secondary && request.LastCommittedDecree > _prepare.CommittedDecree)
                _prepare.CommitTo(Math.Min(request.LastCommittedDecree, LastPrepared()));
            else if (Status == PartitionStatus.PotentialSecondary)
                InitLearn(request.Config.LearnerSignature);
            return Report(Status == PartitionStatus.Error ? ErrorCode.InvalidState : ErrorCode.Ok);
        }
    }

    private GroupCheckResponse Report(ErrorCode error) => new()
    {
        Pid = Pid,
        Error = error,
        LastCommittedInApp = _store.CommittedDecree,
        LastCommittedInPrepareList = _prepare.CommittedDecree,
        LearnerStatus = _learnerStatus,
        LearnerSignature = _learningVersion,
        Node = _host.Self,
    };

    /// <summary>The first goes out at once: it is what makes a learner that has just become a member serve as one (<c>replica_check.cpp</c>, a timer without a delay).</summary>
    private void InitGroupCheck() => NextGroupCheck(_groupCheck = new object(), TimeSpan.Zero);

    private void NextGroupCheck(object timer, TimeSpan delay) => _host.After(delay, () =>
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_groupCheck, timer) || Status != PartitionStatus.Primary) return;
            BroadcastGroupCheck();
            if (ReferenceEquals(_groupCheck, timer)) NextGroupCheck(timer, _host.Options.GroupCheckInterval);
        }
    });

    private void BroadcastGroupCheck()
    {
        foreach (var (node, status) in _statuses.ToList())
        {
            if (node == _host.Self) continue;
            var request = new GroupCheckRequest
            {
                App = _app,
                Node = node,
                Config = ConfigurationFor(status, _learners.TryGetValue(node, out var learner) ? learner.Signature : 0),
                LastCommittedDecree = _prepare.CommittedDecree,
            };
            _host.Run(async cancellationToken =>
            {
                var response = await _host.Peers.GroupCheckAsync(node, request, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                lock (_lock)
                {
                    OnGroupCheckReply(request, response);
                }
            });
        }

        // An empty write tells secondaries what is committed.
        if (_host.Time.GetElapsedTime(_lastPrepareAt) >= _host.Options.GroupCheckInterval)
        {
            InitPrepare(
                new PreparedMutation(new MutationData
                {
                    Ballot = Ballot,
                    Decree = _prepare.MaxDecree + 1,
                    LastCommittedDecree = _prepare.CommittedDecree,
                    Kind = MutationKind.Empty,
                }),
                reconciliation: false);
        }
    }

    private void OnGroupCheckReply(GroupCheckRequest request, GroupCheckResponse response)
    {
        if (Status != PartitionStatus.Primary || request.Config.Ballot < Ballot) return;
        if (!response.Error.IsOk)
            HandleRemoteFailure(request.Config.Status, request.Node, response.Error, "group check");
        else if (response.LearnerStatus == LearnerStatus.LearningSucceeded && request.Config.Status == PartitionStatus.PotentialSecondary)
            LearnerSucceeded(request.Node, response.LearnerSignature);
    }
}
