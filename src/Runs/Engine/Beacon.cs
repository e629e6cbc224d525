namespace Nightshift.Runs.Engine;

/// <summary>Wakes all who wait. Take <see cref="Next"/> before looking at what it tells of.</summary>
internal sealed class Beacon
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
