using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Gateway;

public sealed class GatewaySessionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connect_Ready_IdentifiesOnceAndTellsInOrder(bool isCompressed)
    {
        await using var fake = await FakeClient.StartAsync(options => options with { IsCompressed = isCompressed });
        await fake.Client.ShowPresenceAsync("nothing runs", CancellationToken.None);
        fake.Discord.OnConnection(async gateway =>
        {
            var identify = await gateway.BeginAsync();
            Assert.Equal(FakeClient.Token, identify.GetProperty("token").GetString());
            Assert.Equal("nothing runs", identify.GetProperty("presence").GetProperty("activities")[0].GetProperty("state").GetString());
            for (var i = 2; i <= 300; i++) await gateway.ReactAsync(i, i);
            await gateway.StayAsync();
        });

        var self = await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 300");

        Assert.Equal(new DiscordSelf(new DiscordUser(new Snowflake(900), "night", true), new Snowflake(901)), self);
        Assert.Equal(["new session", .. Enumerable.Range(2, 299).Select(i => $"reaction {i}")], fake.Events.Told);
        Assert.Equal($"/gateway?v=10&encoding=json{(isCompressed ? "&compress=zlib-stream" : "")}", Assert.Single(fake.Discord.GatewayUrls));
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(4001)]
    [InlineData(4002)]
    [InlineData(4005)]
    [InlineData(4008)]
    [InlineData(1001)]
    [InlineData(4242)]
    [InlineData(null)]
    public async Task Lost_CodeThatKeepsTheSession_ResumesWhereItStopped(int? code)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.ReactAsync(2, 12);
            await fake.Events.UntilAsync("reaction 12"); // what is on its way when a connection breaks may not arrive
            if (code is { } close) await gateway.CloseAsync(close);
            else gateway.Abort();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            var resume = await gateway.ResumeAsync();
            Assert.Equal((FakeClient.Token, "one", 2), (resume.GetProperty("token").GetString(), resume.GetProperty("session_id").GetString(), resume.GetProperty("seq").GetInt32()));
            await gateway.ReactAsync(2, 12); // told before: a replay may overlap
            await gateway.ReactAsync(3, 13);
            await gateway.DispatchAsync("RESUMED", 4, "{}");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("resumed");

        Assert.Equal(["new session", "reaction 12", "lost", "reaction 13", "resumed"], fake.Events.Gist());
        Assert.Equal("/gateway/resume/one?v=10&encoding=json", fake.Discord.GatewayUrls.Last());
        Assert.Single(fake.Discord.Sent("GET", "gateway/bot"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4003)]
    [InlineData(4007)]
    [InlineData(4009)]
    public async Task Lost_CodeThatEndsTheSession_BeginsAnew(int code)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.CloseAsync(code);
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync("two");
            await gateway.ReactAsync(2, 12);
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 12");

        Assert.Equal(["new session", "lost", "new session", "reaction 12"], fake.Events.Gist());
        Assert.Equal(2, fake.Discord.Sent("GET", "gateway/bot").Count());
    }

    [Theory]
    [InlineData(4004)]
    [InlineData(4010)]
    [InlineData(4011)]
    [InlineData(4012)]
    [InlineData(4013)]
    [InlineData(4014)]
    public async Task Connect_FatalCode_IsRefusedAndNotTriedAgain(int code)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.HelloAsync();
            await gateway.ExpectAsync(2);
            await gateway.CloseAsync(code);
        });

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(fake.ConnectAsync);
        await Wait.UntilAsync(() => !fake.Events.Told.IsEmpty, () => "the loss");

        Assert.Equal(code, refusal.Status);
        Assert.EndsWith("Nothing is tried again.", Assert.Single(fake.Events.Told), StringComparison.Ordinal);
        Assert.Single(fake.Discord.GatewayUrls);
    }

    [Fact]
    public async Task Lost_FatalCodeInTheMidst_IsTold()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await fake.Events.UntilAsync("new session");
            await gateway.CloseAsync(4004);
        });

        await fake.ConnectAsync();

        await fake.Events.UntilAsync("lost: Discord does not accept the token. Nothing is tried again.");
    }

    [Fact]
    public async Task Opcode7_AnyTime_ResumesAtOnce()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.SendAsync("""{"op":7,"d":null}""");
            await gateway.StayAsync();
            Assert.Equal(4000, gateway.CloseCode);
        });
        fake.Discord.OnConnection(gateway => gateway.SendAsync("""{"op":7,"d":null}""")); // in place of a hello
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            await gateway.DispatchAsync("RESUMED", 1, "{}"); // under the number of the last event
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("resumed");

        Assert.Equal(["new session", "lost", "resumed"], fake.Events.Gist());
    }

    [Theory]
    [InlineData(true, "resumed")]
    [InlineData(false, "new session")]
    public async Task Opcode9_AfterAResume_ResumesOnlyWhenItMay(bool isResumable, string then)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await fake.Events.UntilAsync("new session");
            gateway.Abort();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            await gateway.SendAsync($$$"""{"op":9,"d":{{{(isResumable ? "true" : "false")}}}}""");
            await gateway.StayAsync();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            if (isResumable) await gateway.ResumeAsync();
            else await gateway.BeginAsync("two");
            if (isResumable) await gateway.DispatchAsync("RESUMED", 2, "{}");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await Wait.UntilAsync(() => fake.Events.Told.Count == 3, () => string.Join(" | ", fake.Events.Told));

        Assert.Equal(["new session", "lost", then], fake.Events.Gist());
    }

    [Fact]
    public async Task Heartbeat_NotAcknowledged_LeavesTheZombieAndResumes()
    {
        await using var fake = await FakeClient.StartAsync();
        var closedWith = new TaskCompletionSource<int?>();
        fake.Discord.OnConnection(async gateway =>
        {
            gateway.Acknowledges = false;
            await gateway.BeginAsync(interval: 300);
            await gateway.StayAsync();
            closedWith.SetResult(gateway.CloseCode);
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.ResumeAsync();
            await gateway.DispatchAsync("RESUMED", 2, "{}");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("resumed");

        Assert.Equal(4000, await Wait.ForAsync(closedWith.Task));
        Assert.Contains("lost: Discord's gateway did not answer a heartbeat.", fake.Events.Told);
    }

    [Fact]
    public async Task Heartbeat_AskedFor_IsSentAtOnceWithTheLastNumber()
    {
        await using var fake = await FakeClient.StartAsync();
        var beat = new TaskCompletionSource<int>();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync(interval: 600_000);
            await gateway.ReactAsync(7, 12);
            await gateway.SendAsync("""{"op":1,"d":null}""");
            beat.SetResult((await gateway.ExpectAsync(1)).GetInt32());
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();

        Assert.Equal(7, await Wait.ForAsync(beat.Task));
    }

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

    [Theory]
    [InlineData("""{"op":0,"s":2,"t":"INTERACTION_CREATE","d":{"id":"1"}}""", false)]
    [InlineData("""{"op":0,"s":2,"t":"GUILD_CREATE","d":{"id":"1"}}""", false)]
    [InlineData("""{"op":77,"d":1}""", false)]
    [InlineData("not json", true)]
    [InlineData("""{"op":0,"s":"2"}""", true)]
    public async Task Payload_NotUnderstood_EndsTheSessionOnlyWhenItIsNoPayload(string payload, bool isFault)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.SendAsync(payload);
            if (!isFault) await gateway.ReactAsync(3, 13);
            await gateway.StayAsync();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync("two");
            await gateway.ReactAsync(2, 13);
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 13");

        Assert.Equal(isFault ? ["new session", "lost", "new session", "reaction 13"] : ["new session", "reaction 13"], fake.Events.Gist());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_LargeWithinTheCap_IsTaken(bool isCompressed)
    {
        await using var fake = await FakeClient.StartAsync(options => options with { IsCompressed = isCompressed });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.DispatchAsync("GUILD_CREATE", 2, $"\"{new string('x', 2_000_000)}\"");
            await gateway.ReactAsync(3, 13);
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await fake.Events.UntilAsync("reaction 13");

        Assert.Single(fake.Discord.GatewayUrls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payload_LargerThanTheCap_EndsTheSession(bool isCompressed)
    {
        await using var fake = await FakeClient.StartAsync(options => options with { IsCompressed = isCompressed }, options => options with { LargestPayload = 100_000 });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync();
            await gateway.DispatchAsync("GUILD_CREATE", 2, $"\"{new string('x', 200_000)}\"");
            await gateway.StayAsync();
        });
        fake.Discord.OnConnection(async gateway =>
        {
            await gateway.BeginAsync("two");
            await gateway.StayAsync();
        });

        await fake.ConnectAsync();
        await Wait.UntilAsync(() => fake.Events.Told.Count == 3, () => string.Join(" | ", fake.Events.Told));

        Assert.Equal(["new session", "lost: Discord's gateway sent more than 100000 bytes at once.", "new session"], fake.Events.Told);
    }
}
