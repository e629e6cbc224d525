using Nightshift.Chat.Discord.Protocol;
using Nightshift.Chat.Discord.Protocol.Gateway;
using Nightshift.Chat.Discord.Protocol.Wire;
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
    public async Task Opcode7_AfterEveryResume_IsFollowedLaterAndLater()
    {
        await using var fake = await FakeClient.StartAsync(gateway: options => options with { SteadyAfter = TimeSpan.FromHours(1) });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.SendAsync("""{"op":7,"d":null}""");
            await gateway.StayAsync();
        });
        for (var i = 0; i < 4; i++)
        {
            var isLast = i == 3;
            fake.Discord.OnConnection(async gateway =>
            {
                await gateway.ResumeAsync();
                await gateway.DispatchAsync("RESUMED", 1, "{}");
                if (!isLast) await gateway.SendAsync("""{"op":7,"d":null}""");
                await gateway.StayAsync();
            });
        }

        await fake.ConnectAsync();
        await Wait.UntilAsync(() => fake.Events.Told.Count(told => told == "resumed") == 4, () => string.Join(" | ", fake.Events.Told));

        Assert.Equal(["0", "1", "2", "3"], fake.Log.Lines.Where(line => line.Contains("5201", StringComparison.Ordinal)).Select(line => line.TrimEnd().Split(' ')[^1]));
    }

    [Fact]
    public async Task Connect_UnforeseenFault_IsLoggedAndTriedAgain()
    {
        await using var discord = await FakeDiscord.StartAsync();
        discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.StayAsync();
        });
        var (log, listener, asked) = (new FakeLogger<GatewayClient>(), new Listener(), 0);
        await using var client = new GatewayClient(
            new GatewayOptions(FakeClient.Token, "") { BackOffUnit = TimeSpan.FromMilliseconds(20), IdentifySpacing = TimeSpan.FromMilliseconds(20) },
            _ => ++asked switch
            {
                1 => throw new InvalidOperationException("no"),
                2 => Task.FromCanceled<WireGatewayBot>(new CancellationToken(canceled: true)),
                _ => Task.FromResult(new WireGatewayBot(discord.GatewayUrl, new WireSessionStartLimit(1000, 1000, 1000, 1))),
            },
            listener,
            TimeProvider.System,
            new Jitter(new Random(1)),
            log);
        client.Start();

        await Wait.ForAsync(await Task.WhenAny(listener.Stood, client.Finished).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.True(listener.Stood.IsCompletedSuccessfully);
        Assert.Equal(2, log.Lines.Count(line => line.StartsWith("Critical 5207", StringComparison.Ordinal)));
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

    private sealed class Listener : IGatewayListener
    {
        private readonly TaskCompletionSource _stood = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stood => _stood.Task;

        public void Stands(WireReady? ready) => _stood.TrySetResult();

        public void Happened(GatewayMessage message)
        {
        }

        public void Lost(string reason)
        {
        }
    }
}
