using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Rest;

public sealed class RestSenderTests
{
    private static readonly Snowflake Channel = new(2);
    private static readonly Snowflake Message = new(3);

    [Fact]
    public async Task Send_ReplyLost_IsRepeatedUnderTheSameNonce()
    {
        await using var fake = await FakeClient.StartAsync();
        var count = 0;
        fake.Discord.Answer = _ => ++count < 3 ? FakeReply.Lost : new FakeReply(200, """{"id":"77"}""");

        var id = await Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("hello"), CancellationToken.None));

        Assert.Equal(new Snowflake(77), id);
        Assert.Equal(3, fake.Discord.Requests.Count);
        Assert.Single(fake.Discord.Requests.Select(request => request.Json.GetProperty("nonce").GetString()).Distinct());
        Assert.All(fake.Discord.Requests, request => Assert.True(request.Json.GetProperty("enforce_nonce").GetBoolean()));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task Send_DiscordFails_IsRepeatedAndGivenUp(int status)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(status, "<html>");

        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.AddReactionAsync(Channel, Message, "✅", CancellationToken.None)));

        Assert.Equal(5, fake.Discord.Requests.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(502)]
    public async Task FollowUp_OutcomeUnknown_IsNotRepeated(int status)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = request => request.Method == "GET" ? Self(request) : new FakeReply(status);

        await Assert.ThrowsAsync<DiscordUnreachableException>(
            () => Wait.ForAsync(fake.Client.FollowUpAsync(Interaction(), new DiscordMessage("x"), true, CancellationToken.None)));

        Assert.Single(fake.Discord.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Send_Refused_TellsCodeAndFields()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(400, """{"code":50035,"message":"Invalid Form Body","errors":{"content":{"_errors":[{"code":"X","message":"Too long: the.bots.token."}]}}}""");

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(fake.Client.SendAsync(Channel, new DiscordMessage("x"), CancellationToken.None)));

        Assert.Equal((400, 50035), (refusal.Status, refusal.Code));
        Assert.Equal("Discord refuses CreateMessage: Invalid Form Body; content: Too long: … (HTTP 400, 50035)", refusal.Message);
        Assert.Single(fake.Discord.Requests);
    }

    [Fact]
    public async Task Edit_MessageTooOld_IsRefusedAtOnce()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(429, """{"code":30046,"message":"Maximum number of edits to messages older than 1 hour reached. Try again later","retry_after":30,"global":false}""");

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(fake.Client.EditAsync(Channel, Message, new DiscordMessage("x"), CancellationToken.None)));

        Assert.Equal(30046, refusal.Code);
        Assert.Single(fake.Discord.Requests);
    }

    [Fact]
    public async Task Unauthorized_Token_StopsEverythingButInteractions()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = request => request.Path.StartsWith("interactions", StringComparison.Ordinal) ? new FakeReply(204) : new FakeReply(401, """{"message":"401: Unauthorized","code":0}""");

        for (var i = 0; i < 3; i++)
            Assert.Equal(401, (await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)))).Status);
        Assert.Single(fake.Discord.Requests);
        await Wait.ForAsync(fake.Client.DeferAsync(Interaction(), true, CancellationToken.None));

        Assert.Equal(2, fake.Discord.Requests.Count);
    }

    [Fact]
    public async Task Unauthorized_InteractionTooOld_ConcernsOnlyThatInteraction()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = request => request.Path.StartsWith("webhooks", StringComparison.Ordinal)
            ? new FakeReply(401, """{"message":"Invalid Webhook Token","code":50027}""")
            : request.Path.EndsWith("@me", StringComparison.Ordinal) ? Self(request) : new FakeReply(200, "[]");

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(
            () => Wait.ForAsync(fake.Client.AnswerAsync(Interaction(), new DiscordMessage("late"), CancellationToken.None)));

        Assert.Equal((401, 50027), (refusal.Status, refusal.Code));
        Assert.DoesNotContain("secret", $"{refusal} {Interaction()}", StringComparison.Ordinal);
        Assert.Empty(await Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));
    }

    [Fact]
    public async Task Forbidden_AgainAndAgain_StopsLongBeforeTheBan()
    {
        await using var fake = await FakeClient.StartAsync(rest: options => options with { InvalidRequests = 5 });
        fake.Discord.Answer = _ => new FakeReply(403, """{"message":"Missing Access","code":50001}""");

        for (var i = 0; i < 5; i++) await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));
        var stopped = await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));

        Assert.Contains("would ban this address", stopped.Message, StringComparison.Ordinal);
        Assert.Equal(5, fake.Discord.Requests.Count);
        Assert.Contains(fake.Log.Lines, line => line.StartsWith("Error 5214", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reply_LargerThanTheCapOrUnreadable_IsNoAnswer()
    {
        await using var fake = await FakeClient.StartAsync(rest: options => options with { LargestReply = 1000 });
        fake.Discord.Answer = request => request.Path.Contains('4', StringComparison.Ordinal) ? new FakeReply(200, $"[{new string(' ', 2000)}]") : new FakeReply(200, """[{"id":1}]""");

        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));
        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.GetRolesAsync(new Snowflake(5), CancellationToken.None)));

        Assert.Equal(2, fake.Discord.Requests.Count);
    }

    [Fact]
    public async Task Send_NobodyListens_IsUnreachable()
    {
        await using var client = new DiscordClient(
            new DiscordClientOptions("t") { ApiUrl = new Uri("http://127.0.0.1:1/api/v10/") }, TimeProvider.System, new Random(1), new FakeLogger<DiscordClient>());

        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(client.GetRolesAsync(new Snowflake(4), CancellationToken.None)));
    }

    [Fact]
    public void Client_UnencryptedAddressOrNoToken_IsNotMade()
    {
        Assert.Throws<ArgumentException>(() => new DiscordClient(new DiscordClientOptions("t") { ApiUrl = new Uri("http://discord.com/api/v10/") }, TimeProvider.System, new Random(1), new FakeLogger<DiscordClient>()));
        Assert.Throws<ArgumentException>(() => new DiscordClient(new DiscordClientOptions(" "), TimeProvider.System, new Random(1), new FakeLogger<DiscordClient>()));
        Assert.DoesNotContain("secret", new DiscordClientOptions("secret").ToString(), StringComparison.Ordinal);
    }

    internal static DiscordInteraction Interaction(DiscordInteractionKind kind = DiscordInteractionKind.Command) =>
        new(new Snowflake(100), "secret", kind, new Snowflake(4), Channel, new DiscordUser(new Snowflake(12), "nelly", false), [], "en-US");

    internal static FakeReply Self(FakeRequest request) =>
        new(200, request.Path == "users/@me" ? """{"id":"900","username":"night","bot":true}""" : """{"id":"901","name":"Night"}""");
}
