namespace Nightshift.Runs.Faults;

/// <summary>A step with the faults that are planned for it around its code.</summary>
internal sealed class FaultyStep<T>(StepDefinition<T> step, StepPath path, FaultyPass pass)
{
    private volatile bool _hangs;

    public StepDefinition<T> Definition => step with
    {
        Execute = ExecuteAsync,
        Probe = step.Probe is { } probe ? attempt => LiveAsync(probe, attempt) : null,
        Shortened = () => _hangs || pass.Plan.Next(path) == FaultKind.Hangs ? pass.Times.Hang : null,
    };

    private async Task<T> ExecuteAsync(StepAttempt attempt)
    {
        pass.Process.ThrowIfDead();
        var fault = pass.Plan.Strike(path);
        await BeforeAsync(fault, attempt);
        var result = await LiveAsync(step.Execute, attempt);
        After(fault);
        return result;
    }

    private async Task BeforeAsync(FaultKind? fault, StepAttempt attempt)
    {
        switch (fault)
        {
            case FaultKind.CrashBefore:
                pass.Process.Die();
                pass.Process.ThrowIfDead();
                break;
            case FaultKind.Fails:
                throw new InjectedFaultException(path, "it failed before it did anything");
            case FaultKind.Hangs:
                await HangAsync(attempt);
                break;
            default:
                break;
        }
    }

    private async Task HangAsync(StepAttempt attempt)
    {
        _hangs = true;
        try
        {
            attempt.Waiting("waits for nothing: a fault makes it hang");
            await Task.Delay(Timeout.InfiniteTimeSpan, pass.Process.Time, attempt.CancellationToken);
        }
        finally
        {
            _hangs = false;
        }
    }

    private void After(FaultKind? fault)
    {
        switch (fault)
        {
            case FaultKind.CrashAfter:
                pass.Process.Die();
                pass.Process.ThrowIfDead();
                break;
            case FaultKind.ReplyLost:
                throw new IOException($"the connection was lost before the reply came (a fault ordered for '{path}')");
            case FaultKind.CommitFails:
                pass.Process.Writes.FailNext();
                break;
            case FaultKind.DiskFull:
                pass.Process.Writes.FailFor(pass.Times.FullDisk);
                break;
            default:
                break;
        }
    }

    /// <summary>Whatever it does ends with the process, and is not told to anybody then.</summary>
    private async Task<TResult> LiveAsync<TResult>(Func<StepAttempt, Task<TResult>> work, StepAttempt attempt)
    {
        pass.Process.ThrowIfDead();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(attempt.CancellationToken, pass.Process.Dead);
        var result = await work(new MortalAttempt(attempt, pass.Process, either.Token));
        pass.Process.ThrowIfDead();
        return result;
    }
}
