using Nightshift.Pegasus.Canary;

namespace Nightshift.Pegasus.Tests.Canary;

public sealed class FailuresOfAMinuteTests
{
    [Fact]
    public void Sum_OfTheLastMinute_ForgetsWhatIsOlder()
    {
        var time = new HandTime();
        var failures = new FailuresOfAMinute(time);
        failures.Add();
        failures.Add();
        time.Pass(59);
        failures.Add();
        Assert.Equal(3, failures.Sum());

        time.Pass(1);
        Assert.Equal(1, failures.Sum());

        // The same place of the ring, a minute later.
        failures.Add();
        Assert.Equal(2, failures.Sum());

        time.Pass(3_600);
        Assert.Equal(0, failures.Sum());
    }

    private sealed class HandTime : TimeProvider
    {
        private long _ticks = 1_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
