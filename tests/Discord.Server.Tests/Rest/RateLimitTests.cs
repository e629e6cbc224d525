using System.Globalization;
using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Rest;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Rest;

public sealed class RateLimitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Messages_FiveInFiveSeconds_SixthIs429UntilTheWindowEnds()
    {
        await using var server = await StartAsync();
        await using var rest = RestClient.For(server);

        for (var left = 4; left >= 0; left--)
        {
            var sent = await SendAsync(rest, server);
            Assert.Equal("5", sent.Headers["X-RateLimit-Limit"]);
            Assert.Equal(left.ToString(CultureInfo.InvariantCulture), sent.Headers["X-RateLimit-Remaining"]);
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        var refused = await SendAsync(rest, server);
        Assert.Equal(429, refused.Status);
        Assert.Equal("user", refused.Headers["X-RateLimit-Scope"]);
        Assert.Equal("3.000", refused.Headers["X-RateLimit-Reset-After"]);
        Assert.Equal("3", refused.Headers["Retry-After"]);
        Assert.Equal(3.0, (double)refused.Json["retry_after"]!);
        Assert.False((bool)refused.Json["global"]!);
        Assert.Equal(1, server.Counters.TooManyByRoute["POST /channels/{channel}/messages"]);

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(200, (await SendAsync(rest, server)).Status);
    }

    [Fact]
    public async Task Buckets_OtherChannel_OwnQuotaUnderTheSameHash()
    {
        await using var server = await StartAsync();
        await using var rest = RestClient.For(server);
        var first = await SendAsync(rest, server);

        var other = await rest.PostAsync($"channels/{server.AddChannel("other").Id}/messages", new JsonObject { ["content"] = "x" });

        Assert.Equal("4", other.Headers["X-RateLimit-Remaining"]);
        Assert.Equal(first.Headers["X-RateLimit-Bucket"], other.Headers["X-RateLimit-Bucket"]);
        Assert.DoesNotContain("message", other.Headers["X-RateLimit-Bucket"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Global_MoreThanItsSecond_429ForEveryRoute()
    {
        await using var server = await StartAsync(new DiscordServerOptions { GlobalRequestsPerSecond = 2 });
        await using var rest = RestClient.For(server);
        await rest.GetAsync("users/@me");
        await rest.GetAsync("users/@me");

        var refused = await rest.GetAsync("applications/@me");

        Assert.Equal(429, refused.Status);
        Assert.Equal("true", refused.Headers["X-RateLimit-Global"]);
        Assert.Equal("global", refused.Headers["X-RateLimit-Scope"]);
        Assert.True((bool)refused.Json["global"]!);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await rest.GetAsync("applications/@me")).Status);
    }

    [Fact]
    public async Task InvalidRequests_AtTheirNumber_BanAllWithoutJson()
    {
        await using var server = await StartAsync(new DiscordServerOptions { InvalidRequestsBeforeBan = 3, BanDuration = TimeSpan.FromMinutes(30) });
        await using var rest = RestClient.For(server);
        server.Faults.RateLimit(TimeSpan.FromSeconds(1), scope: RateLimitScope.Shared);
        await rest.GetAsync("users/@me");
        Assert.Equal(0, server.RecentInvalidRequests);
        server.Faults.RateLimit(TimeSpan.FromSeconds(1), count: 3);
        for (var i = 0; i < 3; i++) Assert.Equal("user", (await rest.GetAsync("users/@me")).Headers["X-RateLimit-Scope"]);

        var banned = await rest.GetAsync("users/@me");

        Assert.Equal(429, banned.Status);
        Assert.Equal("error code: 1015", banned.Text);
        Assert.False(banned.Headers.ContainsKey("Via"));
        Assert.Equal("1800", banned.Headers["Retry-After"]);
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(200, (await rest.GetAsync("users/@me")).Status);
    }

    [Fact]
    public async Task OldMessage_EditsBeyondTheirSmallLimit_30046()
    {
        await using var server = await StartAsync();
        await using var rest = RestClient.For(server);
        var id = (await SendAsync(rest, server)).Json["id"];
        _time.Advance(TimeSpan.FromMinutes(61));
        var path = $"channels/{server.Channel.Id}/messages/{id}";
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await rest.PatchAsync(path, new JsonObject { ["content"] = $"{i}" })).Status);

        var refused = await rest.PatchAsync(path, new JsonObject { ["content"] = "4" });

        Assert.Equal((429, 30046), (refused.Status, refused.Code));
        Assert.True((double)refused.Json["retry_after"]! > 0);
    }

    [Theory]
    [InlineData(FaultKind.LostBefore, 0)]
    [InlineData(FaultKind.LostAfter, 1)]
    public async Task Faults_LostReply_EffectAsSaid(FaultKind kind, int messages)
    {
        await using var server = await StartAsync();
        await using var rest = RestClient.For(server);
        if (kind == FaultKind.LostBefore) server.Faults.LoseBefore("POST /channels/{channel}/messages");
        else server.Faults.LoseAfter("POST /channels/{channel}/messages");

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(rest, server));

        Assert.Equal(messages, server.Messages(server.Channel).Count);
        Assert.Equal(200, (await SendAsync(rest, server)).Status);
    }

    [Fact]
    public async Task Faults_RouteThatIsNone_Refused()
    {
        await using var server = await StartAsync();

        Assert.Throws<ArgumentException>(() => server.Faults.LoseAfter("POST /channels/{channel}/message"));
    }

    [Fact]
    public async Task Faults_ServerError_WithAndWithoutEffect()
    {
        await using var server = await StartAsync();
        await using var rest = RestClient.For(server);
        server.Faults.FailBefore(status: 502);
        server.Faults.FailAfter(status: 500);

        Assert.Equal(502, (await SendAsync(rest, server)).Status);
        Assert.Empty(server.Messages(server.Channel));
        Assert.Equal(500, (await SendAsync(rest, server)).Status);
        Assert.Single(server.Messages(server.Channel));
        Assert.Equal(0, server.Faults.Waiting);
    }

    private Task<DiscordServer> StartAsync(DiscordServerOptions? options = null) =>
        DiscordServer.StartAsync((options ?? new DiscordServerOptions()) with { Time = _time, GatewayTime = TimeProvider.System });

    private static Task<Answer> SendAsync(RestClient rest, DiscordServer server) =>
        rest.PostAsync($"channels/{server.Channel.Id}/messages", new JsonObject { ["content"] = "x" });
}
