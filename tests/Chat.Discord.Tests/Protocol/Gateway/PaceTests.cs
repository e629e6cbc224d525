using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Protocol.Wire;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class PaceTests
{
    private const int Day = 86_400_000;

    [Theory]
    [InlineData(1000, 1000, Day, null, 0)]
    [InlineData(1000, 999, Day, 0, 5)]
    [InlineData(1000, 999, Day, 3, 2)]
    [InlineData(1000, 999, Day, 5, 0)]
    [InlineData(1000, 500, 45_000_000, 0, 100)] // half are used: 450 more in 45,000 s
    [InlineData(1000, 500, 45_000_000, 100, 0)]
    [InlineData(1000, 51, 3_600_000, 60, 3540)]
    [InlineData(1000, 50, 3_600_000, null, 3605)] // the reserve stays
    [InlineData(1000, 0, 3_600_000, null, 3605)]
    [InlineData(2, 1, 1000, null, 6)]
    [InlineData(0, 0, 0, null, 5)]
    [InlineData(1000, -5, 1000, null, 6)]
    [InlineData(1000, 0, long.MaxValue, null, 86_405)] // Discord counts by the day
    [InlineData(1000, 500, long.MaxValue, 0, 192)]
    [InlineData(1000, 0, long.MinValue, null, 5)]
    public void Wait_Limit_NeverSpendsTheReserve(int total, int remaining, long resetAfter, int? sinceLast, int wait)
    {
        var since = sinceLast is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;

        Assert.Equal(TimeSpan.FromSeconds(wait), IdentifyPace.Wait(new WireSessionStartLimit(total, remaining, resetAfter, 1), since, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Wait_ADayOfSessionsThatDieAtOnce_LeavesTheReserve()
    {
        var (now, last, remaining) = (TimeSpan.Zero, (TimeSpan?)null, 1000);
        while (now < TimeSpan.FromDays(1))
        {
            var reset = (long)(TimeSpan.FromDays(1) - now).TotalMilliseconds;
            var wait = IdentifyPace.Wait(new WireSessionStartLimit(1000, remaining, reset, 1), now - last, TimeSpan.FromSeconds(5));
            now += wait;
            if (wait > TimeSpan.Zero) continue;
            (last, remaining) = (now, remaining - 1);
        }

        Assert.InRange(remaining, 50, 60);
    }

    [Theory]
    [InlineData(0, 0.5, 0)]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(5, 0.5, 12)]
    [InlineData(8, 1, 60)]
    [InlineData(10_000, 1, 60)]
    [InlineData(10_000, 0, 30)]
    public void Before_Failures_DoublesUpToAMinute(int failures, double jitter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackOff.Before(failures, jitter, TimeSpan.FromSeconds(1)));

    [Fact]
    public void Wait_Budget_LeavesRoomForHeartbeatsAndSlides()
    {
        var budget = new SendBudget();
        for (var i = 0; i < SendBudget.Limit - SendBudget.Reserved; i++)
        {
            Assert.Equal(TimeSpan.Zero, budget.Wait(TimeSpan.FromSeconds(i / 10.0), isHeartbeat: false));
            budget.Sent(TimeSpan.FromSeconds(i / 10.0));
        }
        var now = TimeSpan.FromSeconds(20);

        Assert.Equal(TimeSpan.FromSeconds(40), budget.Wait(now, isHeartbeat: false));
        for (var i = 0; i < SendBudget.Reserved; i++)
        {
            Assert.Equal(TimeSpan.Zero, budget.Wait(now, isHeartbeat: true));
            budget.Sent(now);
        }
        Assert.Equal(TimeSpan.FromSeconds(40), budget.Wait(now, isHeartbeat: true));
        Assert.Equal(TimeSpan.Zero, budget.Wait(TimeSpan.FromSeconds(60), isHeartbeat: true));
        Assert.Equal(TimeSpan.Zero, budget.Wait(TimeSpan.FromSeconds(61.1), isHeartbeat: false));
    }
}
