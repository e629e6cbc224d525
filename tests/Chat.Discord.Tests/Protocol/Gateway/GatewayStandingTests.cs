using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayStandingTests
{
    private const string TooLate = "Discord's gateway let no session stand in time.";

    [Fact]
    public async Task Connect_NeverReady_GoesOnToTheNext()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { StandTimeout = TimeSpan.FromSeconds(2) });
        var closedWith = new TaskCompletionSource<int?>();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.HelloAsync(interval: 200);
            await gateway.ExpectAsync(2);
            await gateway.StayAsync();
            Assert.NotEqual(0, gateway.Heartbeats);
            closedWith.SetResult(gateway.CloseCode);
        });
        for (var i = 0; i < 10; i++)
        {
            fake.Discord.OnConnection(async gateway =>
            {
                await gateway.BeginAsync();
                await gateway.StayAsync();
            });
        }

        await fake.ConnectAsync();

        Assert.Equal($"lost: {TooLate}", fake.Events.Told.First());
        Assert.Equal(4000, await Wait.ForAsync(closedWith.Task));
    }

    [Fact]
    public async Task Resume_NeverResumed_IsTriedAgain()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { StandTimeout = TimeSpan.FromSeconds(2) });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await fake.Events.UntilAsync("new session");
            gateway.Abort();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            await gateway.StayAsync();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            await gateway.DispatchAsync("RESUMED", 2, "{}");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("resumed");

        Assert.Equal(["new session", "lost", "resumed"], fake.Events.Gist());
        Assert.Contains(fake.Log.Lines, line => line.Contains(TooLate, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resume_LongReplay_IsNotTooLate()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { StandTimeout = TimeSpan.FromSeconds(2) });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await fake.Events.UntilAsync("new session");
            gateway.Abort();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            for (var i = 2; i < 14; i++)
            {
                await Task.Delay(250);
                await gateway.ReactAsync(i, i);
            }
            await gateway.DispatchAsync("RESUMED", 14, "{}");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("resumed");

        Assert.Equal(2, fake.Discord.GatewayUrls.Count);
    }

    [Fact]
    public async Task Session_Stands_IsLeftAloneHoweverQuiet()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { StandTimeout = TimeSpan.FromSeconds(1) });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync(interval: 500);
            while (gateway.Heartbeats < 5) await gateway.ExpectAsync(1);
            await gateway.ReactAsync(2, 12);
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 12");

        Assert.Single(fake.Discord.GatewayUrls);
    }
}
