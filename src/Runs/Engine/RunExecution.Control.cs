using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class RunExecution
{
    /// <summary>Tells of everything that a branch could wait for.</summary>
    public Beacon Changes { get; } = new();

    /// <summary>Takes in what was journaled, by this process or another.</summary>
    public void OnCommitted(RunEvent happened)
    {
        if (happened is AbortAsked { Now: true }) _ = AbortNowAsync();
        if (happened is Decided or Answered or PauseAsked or Continued or AbortAsked or Stopping or DriftConfirmed or GuardViolated or GuardHolds) Changes.Raise();
    }

    /// <summary>Returns when something changed, or false after <paramref name="timeout"/>.</summary>
    /// <param name="changed">From before the look that found nothing.</param>
    /// <exception cref="OperationCanceledException">This process may not go on, or the branch was cancelled.</exception>
    public async Task<bool> ChangedAsync(Task changed, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Halted, cancellationToken);
        try
        {
            await changed.WaitAsync(timeout, Time, either.Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            ThrowIfHalted();
            throw;
        }
    }

    /// <summary>Cancels the steps in hand, once it is on disk that the run is stopping.</summary>
    public async Task AbortNowAsync()
    {
        try
        {
            await Journal.PostAsync(run => Proposal.Of(true, StopBecauseOf(run)));
        }
        catch (Exception e)
        {
            Halt(e);
            return;
        }
        lock (_inHand)
        {
            if (!_disposed) _ = _abortNow.CancelAsync();
        }

        static IReadOnlyList<RunEvent> StopBecauseOf(RunProjection run) => run.Stop is { AtOnce: true } || run.Abort is null
            ? []
            : [new Stopping(StepPath.Root, $"{run.Abort.Person} aborted it", AtOnce: true, ByPeople: true)];
    }

    /// <summary>Where nobody is ever asked, what would stand until people see to it is given up instead.</summary>
    /// <returns>False where people are asked.</returns>
    public async Task<bool> GiveUpUnaskedAsync(StepPath at, string reason)
    {
        if (AsksPeople) return false;
        await Journal.PostAsync(run => Proposal.Of(
            true, (IReadOnlyList<RunEvent>)(run.Stop is { AtOnce: true } ? [] : [new Stopping(at, $"{at}: {reason}; nobody is asked", AtOnce: true, ByPeople: false)])));
        return true;
    }

    /// <summary>Where nobody is ever asked, a run that only a guard holds goes on by itself once all guards hold again, or is given up when that takes too long.</summary>
    /// <param name="since">Timestamp of when the branch began to stand.</param>
    /// <returns>How long it may stand on for that; zero when there is no need to.</returns>
    public async Task<TimeSpan> StandUnaskedAsync(StepPath at, long since)
    {
        var (pause, violated) = Journal.Read(run => (run.Pause, IsViolated(run)));
        if (AsksPeople || !IsGuards(pause)) return Timeout.InfiniteTimeSpan;
        var left = Options.UnaskedGuardPatience - Time.GetElapsedTime(since);
        if (violated && left > TimeSpan.Zero) return left;
        if (violated) await GiveUpUnaskedAsync(at, pause!.Guarded!);
        else await Journal.PostAsync(run => Proposal.Of(true, (IReadOnlyList<RunEvent>)(IsGuards(run.Pause) && !IsViolated(run) ? [new Continued(PersonId.Nightshift, false)] : [])));
        return TimeSpan.Zero;

        static bool IsViolated(RunProjection run) => run.Violated.Any(violation => !violation.Waived);

        // What the program asked for itself, while a channel is away, it also ends itself.
        static bool IsGuards(PauseRecord? pause) => pause is { Guarded: not null } && pause.Person == PersonId.Nightshift;
    }

    private bool AsksPeople => (Journal.Read(run => run.DecisionDeadline) ?? Options.DecisionDeadline) > TimeSpan.Zero;

    /// <summary>Waits until somebody decided about a failed step; decides by itself when the deadline is over. A pause lets that time stand still.</summary>
    public async Task<Decision> DecisionAsync(StepPath path)
    {
        while (true)
        {
            var changed = Changes.Next;
            var (step, suspended) = Journal.Read(run => (run.FindStep(path)!, run.SuspendedSince is not null));
            if (step.Decision is { } decision) return decision;
            if (!await ChangedAsync(changed, Left(step, suspended), CancellationToken.None)) await DecideByDefaultAsync(path);
        }
    }

    /// <summary>Waits for the answer to a question; null when there is none, since the run is given up.</summary>
    public async Task<string?> AnswerAsync(StepPath path, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Changes.Next;
            var (step, suspended, stop) = Journal.Read(run => (run.FindStep(path)!, run.SuspendedSince is not null, run.Stop));
            if (step.Answer is { } answer) return answer;
            if (step.Decision is not null || (!step.WayOut && stop is { AtOnce: true })) return null;
            if (!await ChangedAsync(changed, Left(step, suspended), cancellationToken)) await DecideByDefaultAsync(path);
        }
    }

    private TimeSpan Left(StepRecord step, bool suspended) => suspended ? Timeout.InfiniteTimeSpan : LongWait.Of(step.AskedUntil - Time.GetUtcNow());

    private Task<bool> DecideByDefaultAsync(StepPath path) => Journal.PostAsync(run =>
        run.FindStep(path) is { Asks: true } step && run.SuspendedSince is null && step.AskedUntil <= Time.GetUtcNow()
            && RunTransitions.Takes(run.State, RunTrigger.DecisionDeadline)
            ? Proposal.Of(true, new Decided(path, PersonId.Nightshift, step.Asked?.Default ?? Decision.Abort))
            : Proposal.Of(false));
}
