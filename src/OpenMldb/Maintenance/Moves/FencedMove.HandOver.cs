using Nightshift.Clusters;
using Nightshift.OpenMldb.Client;
using Nightshift.Runs;

namespace Nightshift.OpenMldb.Maintenance;

/// <remarks>
/// The nameserver promotes a candidate whether or not the old leader is recorded alive (<c>name_server_impl.cc</c>, ChangeLeader). A request whose answer is
/// not known may therefore promote it at any later time, and the old leader may not lead again before that is excluded.
/// </remarks>
internal sealed partial class FencedMove
{
    /// <summary>The candidate of a request without an answer, and when it was sent last.</summary>
    private (Endpoint Candidate, long At)? _unanswered;

    /// <summary>This attempt fenced the leader itself, or saw its request refused or its op fail: no request of an attempt before it is under way.</summary>
    private bool _definite;

    private bool MayStillArrive => _unanswered is { } sent && services.Time.GetElapsedTime(sent.At) < _options.LateRequest;

    private bool MayGoBack => _definite && !MayStillArrive;

    /// <summary>
    /// Lets the nameserver promote the candidate and sees it in the record; goes forward until that is seen or excluded, however long the nameserver takes and
    /// whatever is aborted. False: the candidate does not lead and no op is left that still could make it.
    /// </summary>
    private async Task<bool> HandOver(StepAttempt attempt, Endpoint candidate)
    {
        _touched = true;
        using var bounded = new CancellationTokenSource(_options.UndoDeadline, attempt.Time);
        while (true)
        {
            try
            {
                _definite = false;
                var answered = await Ask(attempt, candidate, bounded.Token);
                if (await Leads(attempt, candidate, bounded.Token)) return Ended(true);
                if (answered) return Ended(false);
            }
            catch (OpenMldbException e)
            {
                attempt.Note($"what became of ChangeLeader of {goal.Partition} is not known yet: {e.Message}");
                await Task.Delay(Poll, attempt.Time, bounded.Token);
            }
            catch (OperationCanceledException e) when (bounded.IsCancellationRequested)
            {
                throw new MoveRefusedException($"the nameserver did not tell in {_options.UndoDeadline.TotalSeconds:F0} s whether {candidate} leads {goal.Partition}", e);
            }
        }
    }

    private bool Ended(bool leads)
    {
        _definite = true;
        if (leads) _unanswered = null;
        return leads;
    }

    /// <summary>False: whether the request arrived is not known.</summary>
    private async Task<bool> Ask(StepAttempt attempt, Endpoint candidate, CancellationToken cancellationToken)
    {
        var before = _unanswered;
        _unanswered = (candidate, attempt.Time.GetTimestamp());
        try
        {
            await services.Client.Nameserver.ChangeLeader(goal.Partition, candidate, cancellationToken);
        }
        catch (RefusedByClusterException e)
        {
            attempt.Note($"ChangeLeader was refused: {e.Message}");
        }
        catch (Exception e) when (e is OutcomeUnknownException or NodeUnreachableException)
        {
            attempt.Note($"the answer to ChangeLeader was lost, {candidate} is asked for until the state is known: {e.Message}");
            return false;
        }

        _unanswered = before;
        return true;
    }

    /// <summary>Whether the record names the candidate once no op works on the partition any more; an op that hangs is cancelled.</summary>
    private async Task<bool> Leads(StepAttempt attempt, Endpoint candidate, CancellationToken cancellationToken)
    {
        var began = attempt.Time.GetTimestamp();
        for (var poll = 0; ; poll++)
        {
            var entry = await _look.Entry(goal.Partition, cancellationToken);
            if (entry.EffectiveLeader is { } leader) return leader.Endpoint == candidate;
            await Task.Delay(TimeSpan.FromMilliseconds(poll < 20 ? 3 : 25), attempt.Time, cancellationToken);
            if (poll % 20 != 19 || attempt.Time.GetElapsedTime(began) <= TimeSpan.FromMilliseconds(400)) continue;
            var unfinished = await services.Ops.Unfinished(goal.Partition, cancellationToken);
            if (!unfinished.IsEmpty) attempt.Waiting($"waits for {unfinished[0]} to make {candidate} the leader of {goal.Partition}");
            if (unfinished.IsEmpty) return (await _look.Entry(goal.Partition, cancellationToken)).EffectiveLeader?.Endpoint == candidate;
            if (attempt.Time.GetElapsedTime(began) > _options.LongestFence) await Cancel(unfinished[0], cancellationToken);
        }
    }
}
