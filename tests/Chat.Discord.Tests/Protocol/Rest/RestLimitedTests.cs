using System.Diagnostics;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

public sealed class RestLimitedTests
{
    private static readonly Snowflake Channel = new(2);
    private static readonly Snowflake Message = new(3);

    [Fact]
    public async Task Limited_ByUser_WaitsAndComesThroughInOrder()
    {
        await using var fake = await FakeClient.StartAsync();
        var count = 0;
        fake.Discord.Answer = request => ++count == 1
            ? new FakeReply(429, """{"message":"You are being rate limited.","retry_after":0.4,"global":false}""", ("X-RateLimit-Scope", "user"), ("X-RateLimit-Bucket", "b"))
            : new FakeReply(200, """{"id":"77"}""");
        var watch = Stopwatch.StartNew();

        await Wait.ForAsync(Task.WhenAll(Enumerable.Range(0, 3).Select(i => fake.Client.EditAsync(Channel, Message, new DiscordMessage($"{i}"), CancellationToken.None))));

        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.4));
        Assert.Equal(["0", "0", "1", "2"], fake.Discord.Requests.Select(request => request.Json.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Limited_Globally_HoldsBackEverythingButInteractions()
    {
        await using var fake = await FakeClient.StartAsync();
        var isLimited = true;
        fake.Discord.Answer = request => request.Path.StartsWith("interactions", StringComparison.Ordinal)
            ? new FakeReply(204)
            : isLimited && !(isLimited = false)
                ? new FakeReply(429, """{"message":"You are being rate limited.","retry_after":4.0,"global":true}""", ("X-RateLimit-Global", "true"), ("X-RateLimit-Scope", "global"))
                : new FakeReply(200, """{"id":"77"}""");
        var sending = fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None);
        await Wait.UntilAsync(() => fake.Log.Lines.Any(line => line.StartsWith("Warning 5210", StringComparison.Ordinal)), () => "the limit");

        var other = fake.Client.AddReactionAsync(new Snowflake(9), Message, "✅", CancellationToken.None);
        await Wait.ForAsync(fake.Client.DeferAsync(RestSenderTests.Interaction(), true, CancellationToken.None));

        Assert.False(other.IsCompleted);
        Assert.Equal(["channels/2/messages", "interactions/100/secret/callback"], fake.Discord.Requests.Select(request => request.Path));
        await Wait.ForAsync(Task.WhenAll(sending, other));
    }

    [Fact]
    public async Task Limited_NoneRemain_TheNextWaitsWithoutBeingTold()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(200, """{"id":"77"}""", ("X-RateLimit-Bucket", "b"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "0.3"));
        var watch = Stopwatch.StartNew();

        for (var i = 0; i < 3; i++) await Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None));

        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.6), $"{watch.Elapsed}");
        Assert.Equal(3, fake.Discord.Requests.Count);
    }

    [Fact]
    public async Task Limited_OneChannel_DoesNotHoldBackAnother()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(200, """{"id":"77"}""", ("X-RateLimit-Bucket", "b"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "100"));

        await Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None));
        await Wait.ForAsync(fake.Client.SendAsync(new Snowflake(9), new DiscordMessage("x"), CancellationToken.None));

        Assert.Equal(2, fake.Discord.Requests.Count);
    }

    [Fact]
    public async Task Limited_ForLongerThanACall_IsToldAtOnceAndNotSentAgain()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(429, """{"message":"You are being rate limited.","retry_after":4000,"global":false}""", ("X-RateLimit-Scope", "shared"));

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None)));

        Assert.Single(fake.Discord.Requests);
    }

    [Theory]
    [InlineData("user", false)]
    [InlineData("global", false)]
    [InlineData("user", true)]
    public async Task Limited_ForNoTimeAtAll_WaitsLongerAndLonger(string scope, bool isAcknowledgement)
    {
        await using var fake = await FakeClient.StartAsync();
        var count = 0;
        fake.Discord.Answer = _ => ++count < 4
            ? new FakeReply(429, """{"message":"You are being rate limited.","retry_after":0,"global":false}""", ("X-RateLimit-Scope", scope))
            : new FakeReply(200, "{}");
        var watch = Stopwatch.StartNew();

        await Wait.ForAsync(isAcknowledgement
            ? fake.Client.DeferAsync(RestSenderTests.Interaction(), true, CancellationToken.None)
            : fake.Client.EditAsync(Channel, Message, new DiscordMessage("x"), CancellationToken.None));

        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1.7), $"{watch.Elapsed}"); // 0.25 + 0.5 + 1
        Assert.Equal(4, fake.Discord.Requests.Count);
    }

    [Theory]
    [InlineData("""{"message":"You are being rate limited.","retry_after":99999999}""", "1")]
    [InlineData("""{"message":"You are being rate limited."}""", "99999999")]
    [InlineData("error code: 1015", "99999999")]
    [InlineData("error code: 1015", "Sat, 21 Nov 2026 07:28:00 GMT")]
    [InlineData("error code: 1015", "")]
    public async Task Limited_ForAbsurdlyLongOrNobodyKnows_IsNotTriedSoon(string body, string retryAfter)
    {
        await using var fake = await FakeClient.StartAsync(rest: options => options with { CallTimeout = TimeSpan.FromSeconds(30) });
        fake.Discord.Answer = _ => new FakeReply(429, body, ("Retry-After", retryAfter));

        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None)));
        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None)));

        Assert.Single(fake.Discord.Requests);
    }

    [Fact]
    public async Task Uploads_Slow_LeaveRoomForOthers()
    {
        await using var fake = await FakeClient.StartAsync();
        using var release = new ManualResetEventSlim();
        fake.Discord.Answer = request => request.Method == "GET" || release.Wait(TimeSpan.FromSeconds(60)) ? new FakeReply(200, request.Method == "GET" ? "[]" : """{"id":"77"}""") : FakeReply.Lost;
        var log = new DiscordMessage("log") { Files = [new DiscordFile("a.log", new byte[10])] };
        var uploads = Enumerable.Range(10, 12).Select(channel => fake.Client.SendAsync(new Snowflake((ulong)channel), log, CancellationToken.None)).ToList();
        await Wait.UntilAsync(() => fake.Discord.Requests.Count == 3, () => $"{fake.Discord.Requests.Count} uploads");

        Assert.Empty(await Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));

        Assert.Equal(3, fake.Discord.Requests.Count(request => request.Method == "POST"));
        release.Set();
        await Wait.ForAsync(Task.WhenAll(uploads));
    }
}
