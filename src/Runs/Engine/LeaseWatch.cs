namespace Nightshift.Runs.Engine;

/// <summary>
/// How long this process may be sure of its lease, by its monotonic clock: from before the call that renewed it last, for less than the lease's
/// duration, so that what is in hand can still end before anybody else may carry the run on.
/// </summary>
internal sealed class LeaseWatch : IDisposable
{
    /// <summary>Of the duration. Renewals are tried at a quarter, so two may be missed.</summary>
    private const double Sure = 0.75;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _sureFor;
    private readonly Action _unsure;
    private readonly ITimer _timer;
    private long _renewed;

    /// <param name="began">Timestamp from before the lease was taken.</param>
    /// <param name="unsure">Called each time that the certainty ends; may be called although it was just renewed.</param>
    public LeaseWatch(TimeProvider time, TimeSpan duration, long began, Action unsure)
    {
        (_time, _sureFor, _renewed, _unsure) = (time, duration * Sure, began, unsure);
        _timer = time.CreateTimer(_ => OnDue(), null, Left, Timeout.InfiniteTimeSpan);
    }

    public bool IsSure => Left > TimeSpan.Zero;

    private TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                var left = _sureFor - _time.GetElapsedTime(_renewed);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <param name="began">Timestamp from before the renewal.</param>
    public void Renewed(long began)
    {
        lock (_gate) _renewed = Math.Max(_renewed, began);
        _timer.Change(Left, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void OnDue()
    {
        if (Left is var left && left > TimeSpan.Zero) _timer.Change(left, Timeout.InfiniteTimeSpan);
        else _unsure();
    }
}
