using System.Diagnostics;

namespace Nightshift.Discord.Server.Tests;

public sealed class ScaledTimeTests
{
    [Fact]
    public async Task Delay_OfAMinute_PassesInASecondAtSixtyfold()
    {
        var time = new ScaledTime(60);
        var (began, stamp, real) = (time.GetUtcNow(), time.GetTimestamp(), Stopwatch.StartNew());

        await Task.Delay(TimeSpan.FromMinutes(1), time);

        Assert.True(time.GetUtcNow() - began >= TimeSpan.FromSeconds(59));
        Assert.True(time.GetElapsedTime(stamp) >= TimeSpan.FromSeconds(59));
        Assert.True(real.Elapsed < TimeSpan.FromSeconds(30), "a minute was waited for in full");
    }
}
