namespace Nightshift.Pegasus.Canary;

/// <summary>How many writes failed in the last minute, in a ring of seconds.</summary>
internal sealed class FailuresOfAMinute(TimeProvider time)
{
    private const int Seconds = 60;

    private readonly Lock _lock = new();
    private readonly (long Second, long Failed)[] _ring = new (long, long)[Seconds];
    private readonly long _began = time.GetTimestamp();

    public void Add()
    {
        lock (_lock)
        {
            var second = Now();
            ref var bucket = ref _ring[second % Seconds];
            bucket = bucket.Second == second ? (second, bucket.Failed + 1) : (second, 1);
        }
    }

    public long Sum()
    {
        lock (_lock)
        {
            var oldest = Now() - Seconds;
            return _ring.Where(bucket => bucket.Second > oldest).Sum(bucket => bucket.Failed);
        }
    }

    private long Now() => (long)time.GetElapsedTime(_began).TotalSeconds;
}
