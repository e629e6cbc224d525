namespace Nightshift.Pegasus.Canary;

/// <summary>How many writes there were in the last minute and how many of them failed, in a ring of seconds.</summary>
internal sealed class MinuteOfWrites(TimeProvider time)
{
    private const int Seconds = 60;

    private readonly Lock _lock = new();
    private readonly (long Second, long Writes, long Failed)[] _ring = new (long, long, long)[Seconds];
    private readonly long _began = time.GetTimestamp();

    public void Add(bool failed)
    {
        lock (_lock)
        {
            var second = Now();
            ref var bucket = ref _ring[second % Seconds];
            if (bucket.Second != second) bucket = (second, 0, 0);
            bucket.Writes++;
            if (failed) bucket.Failed++;
        }
    }

    public (long Writes, long Failed) Sum()
    {
        lock (_lock)
        {
            var oldest = Now() - Seconds;
            var recent = _ring.Where(bucket => bucket.Second > oldest && bucket.Writes > 0).ToList();
            return (recent.Sum(bucket => bucket.Writes), recent.Sum(bucket => bucket.Failed));
        }
    }

    /// <summary>From 1, so that a bucket that was never used is older than any.</summary>
    private long Now() => (long)time.GetElapsedTime(_began).TotalSeconds + 1;
}
