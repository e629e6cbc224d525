using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>A secondary's or learner's part of two-phase commit, and reads.</summary>
internal sealed partial class PartitionReplica
{
    private static readonly long Epoch = new DateTimeOffset(2016, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>Null: no answer, for the primary has given the call up (<c>on_prepare</c>).</summary>
    public PrepareAck? OnPrepare(PrepareRequest request)
    {
        lock (_lock)
        {
            var data = request.Mutation;
            if (data.Ballot < Ballot) return null;
            if (data.Ballot > Ballot && !UpdateLocal(request.Config)) return Ack(data, ErrorCode.InvalidState);
            if (Status is PartitionStatus.Inactive or PartitionStatus.Error)
                return Ack(data, Status == PartitionStatus.Inactive && _inactiveIsTransient ? ErrorCode.InactiveState : ErrorCode.InvalidState);
            if (Status == PartitionStatus.PotentialSecondary && RefusesAsLearner(request) is { } refusal) return Ack(data, refusal);

            Check(request.Config.Status == Status, $"{request.Config.Status} == {Status}");
            if (data.Decree <= _prepare.CommittedDecree) return Ack(data, ErrorCode.Ok);
            if (_prepare.Find(data.Decree) is { Logged: true } same && same.Data.Ballot == data.Ballot) return Ack(data, ErrorCode.Ok);
            var mutation = new PreparedMutation(data);
            _prepare.Prepare(mutation, commitFirst: true);
            _log.Append(data);
            mutation.Logged = true;
            return Ack(data, ErrorCode.Ok);
        }
    }

    /// <summary>Reads a value; the error when this replica does not serve reads.</summary>
    public ErrorCode OnRead(ReadOnlyMemory<byte> key, bool isBackup, out byte[]? value)
    {
        lock (_lock)
        {
            value = null;
            if (Status is PartitionStatus.Inactive or PartitionStatus.PotentialSecondary or PartitionStatus.Error) return ErrorCode.InvalidState;
            if (!isBackup && (Status != PartitionStatus.Primary || _prepare.CommittedDecree < _lastPrepareDecreeOnNewPrimary))
                return ErrorCode.InvalidState;
            value = _store.Get(key, _host.Time.GetUtcNow().ToUnixTimeSeconds() - Epoch);
            return ErrorCode.Ok;
        }
    }

    private ErrorCode? RefusesAsLearner(PrepareRequest request)
    {
        if (request.Config.LearnerSignature != _learningVersion)
        {
            HandleLearningError(ErrorCode.InvalidState, isLocal: false);
            return ErrorCode.InvalidState;
        }

        return _learnerStatus is LearnerStatus.LearningWithPrepare or LearnerStatus.LearningSucceeded ? null
            : _learnerStatus == LearnerStatus.LearningWithoutPrepare ? ErrorCode.TryAgain
            : ErrorCode.InvalidState;
    }

    private PrepareAck Ack(MutationData data, ErrorCode error) => new() { Pid = Pid, Error = error, Ballot = Ballot, Decree = data.Decree };
}
