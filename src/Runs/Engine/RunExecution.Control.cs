using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class RunExecution
{
    /// <summary>Takes in what was journaled, by this process or another.</summary>
    public void OnCommitted(RunEvent happened)
    {
        if (happened is Decided decided && _deciding.TryGetValue(decided.Path, out var waiter)) waiter.TrySetResult();
        if (happened is AbortAsked { Now: true }) _ = AbortNowAsync();
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

    /// <summary>Waits until somebody decided about a failed step; decides by itself when the deadline is over.</summary>
    public async Task<Decision> DecisionAsync(StepPath path)
    {
        var waiter = _deciding.GetOrAdd(path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            while (true)
            {
                var step = Journal.Read(run => run.FindStep(path))!;
                if (step.Decision is { } decision) return decision;
                var left = step.Asked!.Until - Time.GetUtcNow();
                if (left <= TimeSpan.Zero || !await DecidedWithin(waiter.Task, left)) await DecideByDefaultAsync(path);
            }
        }
        finally
        {
            _deciding.TryRemove(path, out _);
        }
    }

    private async Task<bool> DecidedWithin(Task decided, TimeSpan left)
    {
        try
        {
            await decided.WaitAsync(left, Time, Halted);
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

    private Task<bool> DecideByDefaultAsync(StepPath path) => Journal.PostAsync(run =>
        run.FindStep(path) is { Asks: true, Asked: { } asked }
            ? Proposal.Of(true, new Decided(path, PersonId.Nightshift, asked.Default))
            : Proposal.Of(false));
}
