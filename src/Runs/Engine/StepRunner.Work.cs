using Nightshift.Runs.Journal;

namespace Nightshift.Runs.Engine;

internal sealed partial class StepRunner<T>
{
    /// <summary>Runs one piece of the step's code under its deadline, until it has really ended.</summary>
    private async Task<Outcome<TResult>> WorkAsync<TResult>(int number, Func<StepAttempt, Task<TResult>> work)
    {
        using var deadline = new CancellationTokenSource(step.Deadline, run.Time);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(
            run.Halted, deadline.Token, WayOut ? CancellationToken.None : run.AbortNow, WayOut ? CancellationToken.None : cancellationToken);
        run.Waiting.Begin(path);
        try
        {
            var working = Begin(work, NewAttempt(number, cancel.Token));
            await UntilEndedAsync(working, cancel.Token);
            return working.IsCompletedSuccessfully
                ? new Outcome<TResult>(await working)
                : await SortAsync(working, deadline.IsCancellationRequested);
        }
        finally
        {
            run.Waiting.End(path);
        }
    }

    private AttemptInHand NewAttempt(int number, CancellationToken cancel)
    {
        var decided = 1 + (run.Journal.Read(state => state.FindStep(path))?.Retries ?? 0);
        return new AttemptInHand(
            number,
            EffectIds.Of(run.Journal.Read(state => state.FirstHash), path, decided),
            run.Time,
            sentence => run.Waiting.Set(path, sentence),
            line => _ = run.Journal.PostAsync(_ => Proposal.Of(true, new Noted(path, line))),
            run,
            cancel);
    }

    private static async Task<TResult> Begin<TResult>(Func<StepAttempt, Task<TResult>> work, StepAttempt attempt) => await work(attempt);

    /// <summary>A step that ignores its cancellation is waited for: nothing else may be tried while it could still have an effect.</summary>
    private async Task UntilEndedAsync(Task working, CancellationToken cancel)
    {
        if (!working.IsCompleted) await Task.WhenAny(working, Task.Delay(Timeout.InfiniteTimeSpan, run.Time, cancel));
        if (!working.IsCompleted) await Task.WhenAny(working, Task.Delay(run.Options.CancellationGrace, run.Time, CancellationToken.None));
        if (working.IsCompleted) return;
        var sentence = $"waits for this step to end: it was cancelled {Sentences.Span(run.Options.CancellationGrace)} ago; nothing else is tried until it has";
        run.Waiting.Set(path, sentence);
        if (!run.Halted.IsCancellationRequested) _ = run.Journal.PostAsync(_ => Proposal.Of(true, new Noted(path, sentence)));
        await Task.WhenAny(working);
    }

    /// <summary>Why it did not succeed, the strongest reason first.</summary>
    private async Task<Outcome<TResult>> SortAsync<TResult>(Task<TResult> failed, bool late)
    {
        run.ThrowIfHalted();
        var error = await ErrorOf(failed);
        if (!WayOut && run.AbortNow.IsCancellationRequested) return Outcome<TResult>.GivenUp("cancelled by /abort now", byPeople: true);
        if (!WayOut && cancellationToken.IsCancellationRequested) return Outcome<TResult>.GivenUp("its branch was cancelled", byPeople: false);
        if (error is RunAbandonedException) return Outcome<TResult>.GivenUp(error.Message, byPeople: false);
        var waiting = run.Waiting.Of(path);
        if (!late) return Outcome<TResult>.Failure(Sentences.Error(error), waiting?.Sentence);
        var gaveUp = Sentences.GaveUp(step.Description, step.Deadline, waiting, run.Time.GetUtcNow());
        return Outcome<TResult>.Failure(error is OperationCanceledException ? gaveUp : $"{gaveUp}; it ended with: {Sentences.Error(error)}", waiting?.Sentence);
    }

    private static async Task<Exception> ErrorOf(Task failed)
    {
        try
        {
            await failed;
            throw new InvalidOperationException("a failed task did not throw");
        }
        catch (Exception e)
        {
            return e;
        }
    }
}

/// <summary>How an attempt ended: with a result, with an error that people are asked about, or given up.</summary>
internal sealed record Outcome<TResult>(TResult? Result)
{
    public string? Error { get; private init; }

    public string? WaitsFor { get; private init; }

    public bool Abandoned { get; private init; }

    public bool ByPeople { get; private init; }

    public bool Succeeded => Error is null;

    public static Outcome<TResult> Failure(string error, string? waitsFor) => new(default(TResult)) { Error = error, WaitsFor = waitsFor };

    public static Outcome<TResult> GivenUp(string reason, bool byPeople) => new(default(TResult)) { Error = reason, Abandoned = true, ByPeople = byPeople };
}
