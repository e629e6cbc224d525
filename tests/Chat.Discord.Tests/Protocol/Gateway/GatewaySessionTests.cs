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
}
