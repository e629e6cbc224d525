using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayListenerTests
{
    [Fact]
    public async Task Listener_Slow_DelaysNoHeartbeat()
    {
        await using var fake = await FakeClient.StartAsync();
        using var release = new ManualResetEventSlim();
        var beats = new TaskCompletionSource();
        fake.Events.Upon = told => _ = told != "reaction 12" || release.Wait(TimeSpan.FromSeconds(60));
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync(interval: 2000);
            await gateway.ReactAsync(2, 12);
            await gateway.ReactAsync(3, 13);
            while (gateway.Heartbeats < 3) await gateway.ExpectAsync(1);
            beats.SetResult();
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await Wait.ForAsync(beats.Task);
        Assert.DoesNotContain("reaction 13", fake.Events.Told);
        release.Set();

        await fake.Events.UntilAsync("reaction 13");
        Assert.Single(fake.Discord.GatewayUrls);
    }

    [Fact]
    public async Task Listener_TooSlow_GetsANewSessionWhenItHasCaughtUp()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { LongestQueue = 8 });
        using var release = new ManualResetEventSlim();
        fake.Events.Upon = told => _ = told != "reaction 2" || release.Wait(TimeSpan.FromSeconds(60));
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            for (var i = 2; i < 40; i++) await gateway.ReactAsync(i, i);
            await gateway.StayAsync();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync("two");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await Wait.UntilAsync(() => fake.Log.Lines.Any(line => line.Contains("More happened", StringComparison.Ordinal)), () => "the overflow");
        Assert.Single(fake.Discord.GatewayUrls);
        release.Set();
        await Wait.UntilAsync(() => fake.Events.Told.Count(told => told == "new session") == 2, () => string.Join(" | ", fake.Events.Told));

        Assert.Contains(fake.Events.Told, told => told.StartsWith("lost: More happened", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Listener_Throws_IsLoggedAndTheNextIsTold()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Events.Upon = told => _ = told == "reaction 12" ? throw new InvalidOperationException("no") : 0;
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.ReactAsync(2, 12);
            await gateway.ReactAsync(3, 13);
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 13");

        Assert.Contains(fake.Log.Lines, line => line.StartsWith("Error 5205", StringComparison.Ordinal));
    }
}
