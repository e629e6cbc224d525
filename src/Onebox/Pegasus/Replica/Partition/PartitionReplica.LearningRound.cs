using Nightshift.Onebox.Pegasus.Replica.Messages;
using Nightshift.Onebox.Pegasus.Replica.Storage;
using Nightshift.Onebox.Pegasus.Wire;
using Nightshift.Onebox.Pegasus.Wire.Messages;

namespace Nightshift.Onebox.Pegasus.Replica.Partition;

/// <summary>One round of learning: what the primary gave is applied, and the next round asked for, until the primary is told that nothing is missing.</summary>
internal sealed partial class PartitionReplica
{
    private void OnLearnReply(long signature, LearnResponse response)
    {
        if (response.Error == ErrorCode.InactiveState || response.Error == ErrorCode.InconsistentState)
        {
            _roundIsRunning = false;
            LearnAgain(signature);
            return;
        }

        if (!response.Error.IsOk)
        {
            HandleLearningError(response.Error, isLocal: false);
            return;
        }

        if (response.Config.Ballot > Ballot && !UpdateLocal(response.Config)) return;
        if (Status != PartitionStatus.PotentialSecondary) return;
        if (response.LastCommittedDecree < _store.CommittedDecree)
        {
            // This state is newer than the primary's: nothing of it counts.
            _store.Clear();
            _log.Reset();
            _prepare.Reset(0);
        }

        if (response.Type == LearnType.App && !TakeSlot())
        {
            // Upstream does not come back by itself: the next group check, or another asking, does.
            _host.Log.LearnLimited(Pid, _host.LearnSlots.Taken);
            _roundIsRunning = false;
            return;
        }

        _host.Log.Learns(Pid, response.Type, _config.Primary, response.Mutations.Count, response.CopyBytes);
        if (response.PrepareStartDecree != Invalid) ApplyCache(response);
        else CopyFiles(response);
    }

    private void ApplyCache(LearnResponse response)
    {
        _learnerStatus = LearnerStatus.LearningWithPrepareTransient;
        _log.SwitchFile();
        _prepare.Truncate(_store.CommittedDecree);
        foreach (var data in response.Mutations)
        {
            if (data.Decree <= _prepare.CommittedDecree || _prepare.Find(data.Decree)?.Data.Ballot > data.Ballot) continue;
            _log.Append(data);
            _prepare.Prepare(new PreparedMutation(data) { Logged = true }, commitFirst: true);
        }

        _prepare.CommitTo(response.PrepareStartDecree - 1);
        _learnerStatus = LearnerStatus.LearningWithPrepare;
        var flush = FlushTime(UnflushedBytes);
        LearnStep<object?>(
            async cancellationToken =>
            {
                await Task.Delay(flush, _host.Time, cancellationToken);
                return null;
            },
            _ =>
            {
                _store.Flush();
                RoundDone();
            });
    }

    private void CopyFiles(LearnResponse response) => LearnStep<object?>(
        async cancellationToken =>
        {
            await Task.Delay(CopyTime(response.CopyBytes), _host.Time, cancellationToken);
            return null;
        },
        _ =>
        {
            FreeSlot();
            if (response.Type == LearnType.App)
            {
                _log.Reset();
                _store.Import(response.Checkpoint.ToArray());
            }
            else
            {
                foreach (var data in response.Mutations)
                    if (data.Decree == _store.CommittedDecree + 1)
                        _store.Apply(data);
            }

            _prepare.Reset(_store.CommittedDecree);
            RoundDone();
        });

    private void RoundDone()
    {
        _roundIsRunning = false;
        InitLearn(_learningVersion);
    }

    private void NotifyLearned()
    {
        var report = Report(ErrorCode.Ok);
        LearnStep(
            cancellationToken => _host.Peers.NotifyLearnedAsync(_config.Primary, report, cancellationToken),
            response =>
            {
                if (response.Error == ErrorCode.InactiveState)
                {
                    _roundIsRunning = false;
                    LearnAgain(report.LearnerSignature);
                }
                else if (!response.Error.IsOk)
                {
                    HandleLearningError(response.Error, isLocal: false);
                }
            });
    }
}
