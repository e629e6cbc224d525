namespace Nightshift.Runs.Guards;

/// <summary>Reads one guard, and tells when it has gone without an answer for too long.</summary>
internal sealed class GuardReader(GuardDefinition guard, TimeProvider time)
{
    private long _answered = time.GetTimestamp();

    /// <summary>A reading that ignores its time; no other one begins before it has ended, and what it says then is too old.</summary>
    private Task? _late;

    /// <summary>Null while there is no answer, but still in the time that the guard allows for that.</summary>
    public async Task<GuardReading?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reading = await AnswerAsync(cancellationToken);
            _answered = time.GetTimestamp();
            return reading;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var silent = time.GetElapsedTime(_answered);
            return silent < guard.Grace
                ? null
                : new GuardReading(false, $"it could not be read for {Engine.Sentences.Span(silent)}: {(e is OperationCanceledException or TimeoutException ? "no answer" : e.Message)}");
        }
    }

    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    private async Task<GuardReading> AnswerAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        if (_late is { } old) await old.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        either.Token.ThrowIfCancellationRequested();
        var reading = Begin(either.Token);
        try
        {
            return await reading.WaitAsync(either.Token);
        }
        finally
        {
            _late = reading.IsCompleted ? null : reading;
        }
    }

    /// <summary>The first reading without an answer ends when the guard's time is over; once it is, each may take as long again.</summary>
    private TimeSpan Patience => time.GetElapsedTime(_answered) is var silent && silent < guard.Grace ? guard.Grace - silent : guard.Grace;

    private async Task<GuardReading> Begin(CancellationToken cancellationToken) => await Task.Run(() => guard.Read(cancellationToken), cancellationToken);
}
