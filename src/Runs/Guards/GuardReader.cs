namespace Nightshift.Runs.Guards;

/// <summary>Reads one guard, and tells when it has gone without an answer for too long.</summary>
internal sealed class GuardReader(GuardDefinition guard, TimeProvider time)
{
    /// <summary>From when on there was no answer; null while there is one.</summary>
    private long? _silentSince;

    /// <summary>A reading that ignores its time; no other one begins before it has ended, and what it says then is too old.</summary>
    private Task? _late;

    /// <summary>Null while there is no answer, but still in the time that the guard allows for that.</summary>
    public async Task<GuardReading?> ReadAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var reading = await AnswerAsync(cancellationToken);
            _silentSince = null;
            return reading;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var silent = time.GetElapsedTime(_silentSince ??= began);
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

    /// <summary>What is left of the guard's time without an answer; once it is over, each reading may take as long again.</summary>
    private TimeSpan Patience => _silentSince is { } since && time.GetElapsedTime(since) is var silent && silent < guard.Grace ? guard.Grace - silent : guard.Grace;

    private async Task<GuardReading> Begin(CancellationToken cancellationToken) => await Task.Run(() => guard.Read(cancellationToken), cancellationToken);
}
