using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>The primary's part of learning (<c>on_learn</c>, <c>on_learn_completion_notification</c>).</summary>
internal sealed partial class PartitionReplica
{
    public LearnResponse OnLearn(LearnRequest request)
    {
        lock (_lock)
        {
            if (Status != PartitionStatus.Primary)
            {
                return new LearnResponse
                {
                    Error = Status == PartitionStatus.Inactive && _inactiveIsTransient ? ErrorCode.InactiveState : ErrorCode.InvalidState,
                };
            }

            var response = new LearnResponse { Config = ConfigurationFor(PartitionStatus.PotentialSecondary), Address = _host.Self };
            if (!_learners.TryGetValue(request.Learner, out var learner))
            {
                response.Config.Status = PartitionStatus.Inactive;
                response.Error = ErrorCode.ObjectNotFound;
                return response;
            }

            response.Config.LearnerSignature = learner.Signature;
            if (learner.Signature != request.Signature)
            {
                response.Error = new ErrorCode("ERR_WRONG_CHECKSUM");
                return response;
            }

            return Teach(request, learner, response);
        }
    }

    public LearnNotifyResponse OnLearned(GroupCheckResponse report)
    {
        lock (_lock)
        {
            var error = Status != PartitionStatus.Primary
                ? Status == PartitionStatus.Inactive && _inactiveIsTransient ? ErrorCode.InactiveState : ErrorCode.InvalidState
                : report.LearnerStatus != LearnerStatus.LearningSucceeded
                    ? ErrorCode.InvalidState
                    : LearnerSucceeded(report.Node, report.LearnerSignature);
            return new LearnNotifyResponse { Pid = Pid, Signature = report.LearnerSignature, Error = error };
        }
    }

    private ErrorCode LearnerSucceeded(NodeAddress node, long signature)
    {
        if (!_learners.TryGetValue(node, out var learner)) return new ErrorCode("ERR_LEARNER_NOT_FOUND");
        if (learner.Signature != signature) return ErrorCode.InvalidState;
        UpdateOnMeta(ConfigType.UpgradeToSecondary, node, Changed(_membership, config => config.Secondaries = [.. config.Secondaries, node]));
        return ErrorCode.Ok;
    }

    private LearnResponse Teach(LearnRequest request, Learner learner, LearnResponse response)
    {
        var committed = request.LastCommittedInApp;
        if (committed > LastPrepared())
        {
            // The learner has more than this primary: it begins from nothing.
            committed = 0;
        }
        else if (committed > _prepare.CommittedDecree)
        {
            _prepare.CommitReady();
            if (committed > _prepare.CommittedDecree)
            {
                response.Error = ErrorCode.InconsistentState;
                return response;
            }
        }

        var start = committed + 1;
        response.LastCommittedDecree = _prepare.CommittedDecree;
        var cached = start > _prepare.MinDecree || (start == _prepare.MinDecree && _prepare.Count > 0);
        if (cached) TeachCache(learner, response, start);
        else TeachFiles(learner, response, start);
        return response;
    }

    private void TeachCache(Learner learner, LearnResponse response, long start)
    {
        var replay = learner.PrepareStart == Invalid;
        if (replay) learner.PrepareStart = _prepare.CommittedDecree + 1;
        response.PrepareStartDecree = learner.PrepareStart;
        response.Type = LearnType.Cache;
        var mutations = new List<MutationData>();
        for (var decree = start; decree < learner.PrepareStart; decree++)
            if (_prepare.Find(decree) is { } mutation)
                mutations.Add(mutation.Data);
        response.Mutations = mutations;

        // What is under way goes out again, to the learner too, before any of it can be committed without the learner. Where it overtakes this answer, the learner asks for it once more.
        if (replay && _prepare.MaxDecree > _prepare.CommittedDecree) ReplayPrepareList();
    }

    private void TeachFiles(Learner learner, LearnResponse response, long start)
    {
        learner.PrepareStart = Invalid;
        response.ToDecreeIncluded = _prepare.CommittedDecree;
        if (start > _store.DurableDecree || _log.FirstDecree <= start)
        {
            response.Type = LearnType.Log;
            var latest = new SortedDictionary<long, MutationData>();
            foreach (var mutation in _log.ReadFrom(start))
                if (mutation.Decree <= response.ToDecreeIncluded)
                    latest[mutation.Decree] = mutation;
            response.Mutations = [.. latest.Values];
            response.CopyBytes = latest.Count * _host.Options.BytesPerWrite;
            return;
        }

        response.Type = LearnType.App;
        response.Checkpoint = _store.Export();
        response.ToDecreeIncluded = _store.CommittedDecree;
        response.CopyBytes = TotalBytes;
    }
}
