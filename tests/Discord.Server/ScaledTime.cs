namespace Nightshift.Discord.Server;

/// <summary>The machine's clock made faster: with a factor of 60 an hour passes in a minute, timers and stamps included.</summary>
public sealed class ScaledTime(double factor, DateTimeOffset? start = null) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private readonly DateTimeOffset _start = start ?? System.GetUtcNow();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_began) * factor);

    public override long GetTimestamp() => _began + (long)((System.GetTimestamp() - _began) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Scaled(System.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    /// <summary>Never shorter than the system's own timers take.</summary>
    private TimeSpan Real(TimeSpan scaled)
    {
        if (scaled <= TimeSpan.Zero) return scaled;
        var real = scaled / factor;
        return real < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : real;
    }

    private sealed class Scaled(ITimer timer, ScaledTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
