using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewayReconnectTests
{
    [Fact]
    public async Task Presence_Changes_AreShownAndOnlyTheLastCounts()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { PresenceSpacing = TimeSpan.FromMilliseconds(300) });
        var shown = new List<string>();
        var done = new TaskCompletionSource();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            while (shown.LastOrDefault() != "99") shown.Add((await gateway.ExpectAsync(3)).GetProperty("activities")[0].GetProperty("state").GetString()!);
            gateway.Abort();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            await gateway.CloseAsync(4009);
        });
        fake.Discord.OnConnection(async gateway =>
        {
            shown.Add((await gateway.BeginAsync("two")).GetProperty("presence").GetProperty("activities")[0].GetProperty("state").GetString()!);
            done.SetResult();
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        for (var i = 0; i < 100; i++) await fake.Client.ShowPresenceAsync($"{i}", CancellationToken.None);
        await Wait.ForAsync(done.Task);

        Assert.Equal(["99", "99"], shown.TakeLast(2));
        Assert.InRange(shown.Count, 2, 20);
    }

    [Fact]
    public async Task Connect_GatewayAway_KeepsTryingAndTellsOnce()
    {
        await using var fake = await FakeClient.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            fake.Discord.OnConnection(gateway =>
            {
                gateway.Abort();
                return Task.CompletedTask;
            });
        }
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("new session");

        Assert.Equal(["lost", "new session"], fake.Events.Gist());
        Assert.Equal(5, fake.Discord.GatewayUrls.Count);
    }

    [Fact]
    public async Task Resume_FailsAgainAndAgain_BeginsAnew()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await fake.Events.UntilAsync("new session");
            gateway.Abort();
        });
        for (var i = 0; i < 5; i++)
        {
            fake.Discord.OnConnection(async gateway =>
            {
                await gateway.ResumeAsync();
                gateway.Abort();
            });
        }
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync("two");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await Wait.UntilAsync(() => fake.Events.Told.Count == 3, () => string.Join(" | ", fake.Events.Told));

        Assert.Equal(["new session", "lost", "new session"], fake.Events.Gist());
    }

    [Fact]
    public async Task Connect_NoSessionStartsLeft_WaitsAndSpendsNone()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.SessionStartsLeft = 10;
        var connecting = fake.ConnectAsync();
        await Wait.UntilAsync(() => fake.Log.Lines.Any(line => line.StartsWith("Warning 5203", StringComparison.Ordinal)), () => "the wait");
        Assert.Empty(fake.Discord.GatewayUrls);

        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.StayAsync();
        });
        fake.Discord.SessionStartsLeft = 1000;

        await connecting;
    }

    [Fact]
    public async Task Connect_NoHello_GoesOnToTheNext()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { ConnectTimeout = TimeSpan.FromSeconds(3) });
        fake.Discord.OnConnection(gateway => gateway.StayAsync());
        for (var i = 0; i < 10; i++)
        {
            fake.Discord.OnConnection(async gateway =>
            {
                await gateway.BeginAsync();
                await gateway.StayAsync();
            });
        }

        await fake.ConnectAsync();

        Assert.Contains(fake.Events.Told, told => told == "lost: The connection to Discord's gateway broke: Discord's gateway said nothing.");
    }

    [Fact]
    public async Task Dispose_Session_IsEndedForGood()
    {
        var closedWith = new TaskCompletionSource<int?>();
        await using (var fake = await FakeClient.StartAsync())
        {
            fake.Discord.OnConnection(async gateway =>
            {
                await gateway.BeginAsync();
                await gateway.StayAsync();
                closedWith.SetResult(gateway.CloseCode);
            });
            await fake.ConnectAsync();
            await fake.Client.DisposeAsync();
            Assert.Equal(1000, await Wait.ForAsync(closedWith.Task));
        }
    }

    [Fact]
    public async Task Connect_TokenRefusedByHttp_IsRefused()
    {
        await using var fake = await FakeClient.StartAsync(options => options with { ApiUrl = new Uri(options.ApiUrl, "../v9/") });

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(fake.ConnectAsync);

        Assert.Equal(401, refusal.Status);
        Assert.Empty(fake.Discord.GatewayUrls);
    }

    [Fact]
    public async Task Connect_Cancelled_Stops()
    {
        await using var fake = await FakeClient.StartAsync();
        using var cancel = new CancellationTokenSource();
        var connecting = fake.Client.ConnectAsync(fake.Events, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(connecting));
    }
}
