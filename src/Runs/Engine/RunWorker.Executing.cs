using Nightshift.Runs.Guards;
using Nightshift.Runs.Journal;
using Nightshift.Runs.Store;

namespace Nightshift.Runs.Engine;

internal sealed partial class RunWorker
{
    private async Task ExecuteAsync(CancellationToken owned)
    {
        if (_journal.Fences!.Lock is null && !await LockAgainAsync(owned)) return;
        _execution = null;
        if (_takenOver)
        {
            await _journal.PostAsync(run => Proposal.Of(
                true, (IReadOnlyList<RunEvent>)(RunTransitions.Takes(run.State, RunTrigger.Crash) ? [new Resumed(parts.Self.ToString())] : [])));
        }
        // Whenever this is left without an end and entered again, it is a resumption.
        _takenOver = true;
        using var execution = new RunExecution(_journal, parts.Options, parts.Time, PublishWaiting);
        _execution = execution;
        using var halting = owned.Register(() => execution.Halt(null));
        OnUnsure();
        if (_journal.Read(run => run.Abort) is { Now: true }) await execution.AbortNowAsync();
        Log.Executing(parts.Log, Run);
        var thrown = await CarryOutAsync(execution);
        if (execution.Halted.IsCancellationRequested && execution.HaltCause is not ReplayMismatchException)
        {
            // A shutdown, a lost lease or a failed store: the journal stands, and whoever reads it next carries on. What is on its way goes to disk before.
            if (execution.HaltCause is StoreException) await _journal.PostAsync(_ => Proposal.Of(true));
            execution.ThrowIfHalted();
        }
        var ended = await _journal.PostAsync(run =>
        {
            var ending = RunEnding.Of(run, execution.HaltCause ?? thrown, execution.Replay.FirstUnmet);
            return Proposal.Of(ending, ending);
        });
        Log.Ended(parts.Log, Run, ended.State, ended.Reason);
    }

    /// <summary>The guards watch from before the first step until after the last one.</summary>
    private async Task<Exception?> CarryOutAsync(RunExecution execution)
    {
        await using var watch = new GuardWatch(Guards(), _journal, parts.Time, parts.Options.GuardInterval, execution);
        watch.Start();
        return await execution.RunAsync(parts.Program);
    }

    /// <summary>Guards that nobody can name are one that nobody can read: it counts as violated once its grace is over.</summary>
    private IReadOnlyList<GuardDefinition> Guards()
    {
        try
        {
            return parts.Program.Guards(_journal.Read(run => run.Request), () => _journal.Read(run => run.ToView(_ => null)));
        }
        catch (Exception e)
        {
            return [new GuardDefinition { Name = "the guards of the cluster are known", Read = _ => Task.FromException<GuardReading>(e) }];
        }
    }

    /// <summary>Called when the lock turned out not to be this run's any more: everything in hand is cancelled, and nothing is put back.</summary>
    public void LoseLock() => _execution?.Halt(new FencedException(Run, "its cluster's lock was taken away"));

    /// <summary>The lock outlives a process; the next one takes it with a fence of its own. While another has it, the run says so and does nothing.</summary>
    private async Task<bool> LockAgainAsync(CancellationToken owned)
    {
        var (cluster, command) = _journal.Read(run => (run.Request.Cluster, run.Request.Command));
        var attempt = await parts.Store.TryLockAsync(lease, cluster, command, parts.Time.GetUtcNow(), owned);
        if (attempt.Taken is { } taken)
        {
            _journal.Fences = new Fences(lease.Fence, taken.Fence);
            return true;
        }
        Log.LockTakenAway(parts.Log, Run, cluster, attempt.Behind);
        var behind = attempt.Behind is { } other ? $"run {other} ({attempt.Reason})" : attempt.Reason;
        var reason = $"lost the lock of cluster {cluster} to {behind} and does nothing until it has it again";
        await _journal.PostAsync(run => Proposal.Of(
            true, (IReadOnlyList<RunEvent>)(run.LockLost == reason || !RunTransitions.Takes(run.State, RunTrigger.LockLost) ? [] : [new LockLost(reason)])));
        await _changed.WaitAsync(parts.Options.PollInterval, parts.Time, owned);
        return false;
    }

    private void PublishWaiting(StepPath path, string sentence) => parts.Journals.PublishWaiting(_journal, path, sentence, Waiting);
}
