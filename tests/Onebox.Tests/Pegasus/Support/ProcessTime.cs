namespace Nightshift.Onebox.Tests.Pegasus.Support;

/// <summary>
/// The clock of one simulated process. Once stopped, none of its timers fires any more: what the server leaves behind (a ZooKeeper session that nobody closed) is
/// as silent as after the end of a process, and expires.
/// </summary>
internal sealed class ProcessTime : TimeProvider
{
    private volatile bool _stopped;

    public override TimeZoneInfo LocalTimeZone => System.LocalTimeZone;

    public override long TimestampFrequency => System.TimestampFrequency;

    public void Stop() => _stopped = true;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow();

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(
            given =>
            {
                if (!_stopped) callback(given);
            },
            state,
            dueTime,
            period);
}
