using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

/// <summary>Answers that are not Discord's own: of the wall before it, of a proxy, of whatever else stands between.</summary>
public sealed class RestWallTests
{
    private const string Page = "<html>cloudflare</html>";
    private static readonly Snowflake Channel = new(2);

    [Theory]
    [InlineData(400, Page)]
    [InlineData(401, Page)]
    [InlineData(403, Page)]
    [InlineData(404, "")]
    [InlineData(302, "")]
    [InlineData(403, """{"message":"internal network error","code":40333}""")]
    [InlineData(401, """{"error":"login"}""")]
    public async Task Send_NotDiscordsAnswer_IsRepeated(int status, string body)
    {
        await using var fake = await FakeClient.StartAsync();
        var count = 0;
        fake.Discord.Answer = _ => ++count < 3 ? new FakeReply(status, body) : new FakeReply(200, """{"id":"77"}""");

        Assert.Equal(new Snowflake(77), await Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None)));

        Assert.Equal(3, fake.Discord.Requests.Count);
    }

    [Fact]
    public async Task Unauthorized_NotByDiscord_IsNoEnd()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(401, Page);
        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));
        fake.Discord.Answer = _ => new FakeReply(200, "[]");

        Assert.Empty(await Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));
    }

    [Fact]
    public async Task Send_TooLargeForTheWall_IsRefused()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(413, Page);

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None)));

        Assert.Equal(413, refusal.Status);
        Assert.Single(fake.Discord.Requests);
    }

    [Fact]
    public async Task Limited_ByAWallBeforeDiscord_StopsEverything()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(429, "<html>error code: 1015</html>", ("Retry-After", "3000"));

        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None)));
        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));

        Assert.Single(fake.Discord.Requests);
    }
}
