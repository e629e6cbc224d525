using System.Text.Json;
using Nightshift.Chat.Discord.Protocol.Setup;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Chat.Discord.Tests.Protocol.Rest;

namespace Nightshift.Chat.Discord.Tests;

public sealed class DiscordClientTests
{
    private static readonly Snowflake Guild = new(4);
    private static readonly Snowflake Channel = new(2);
    private static readonly Snowflake Message = new(3);

    [Fact]
    public async Task Send_FullMessage_IsWrittenAsDiscordWantsIt()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(200, """{"id":"77","content":"x"}""");
        var message = new DiscordMessage("<@5> <@&6> @everyone")
        {
            Embeds = [new DiscordEmbed("t", "d", [new DiscordField("n", "v", true)], 0xff0000, "f")],
            Buttons = [[new DiscordButton("yes", "Yes", DiscordButtonStyle.Success), new DiscordButton("no", "No", DiscordButtonStyle.Danger, true)]],
            MentionedUsers = [new Snowflake(5), new Snowflake(5)],
            MentionedRoles = [new Snowflake(6)],
            Nonce = "n-1",
        };

        await Wait.ForAsync(fake.Client.SendAsync(Channel, message, CancellationToken.None));

        var request = Assert.Single(fake.Discord.Requests);
        Assert.Equal(("POST", "channels/2/messages", $"Bot {FakeClient.Token}"), (request.Method, request.Path, request.Headers["Authorization"]));
        Assert.StartsWith("DiscordBot (", request.Headers["User-Agent"], StringComparison.Ordinal);
        AssertJson(
            """
            {"content":"<@5> <@&6> @everyone","allowed_mentions":{"parse":[],"users":["5"],"roles":["6"],"replied_user":false},
             "embeds":[{"title":"t","description":"d","fields":[{"name":"n","value":"v","inline":true}],"color":16711680,"footer":{"text":"f"}}],
             "components":[{"type":1,"components":[{"type":2,"style":3,"custom_id":"yes","label":"Yes","disabled":false},{"type":2,"style":4,"custom_id":"no","label":"No","disabled":true}]}],
             "nonce":"n-1","enforce_nonce":true}
            """,
            request.Body);
    }

    [Fact]
    public async Task Edit_PlainMessage_TakesAwayWhatItDoesNotName()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(200, "{}");

        await Wait.ForAsync(fake.Client.EditAsync(Channel, Message, new DiscordMessage("x"), CancellationToken.None));

        AssertJson("""{"content":"x","allowed_mentions":{"parse":[],"users":[],"roles":[],"replied_user":false},"embeds":[],"components":[],"attachments":[]}""", Assert.Single(fake.Discord.Requests).Body);
    }

    [Fact]
    public async Task Send_Files_AreParts()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(200, """{"id":"77"}""");

        await Wait.ForAsync(fake.Client.SendAsync(
            Channel, new DiscordMessage("x") { Files = [new DiscordFile("a b.log", "one"u8.ToArray()), new DiscordFile("c.log", new byte[100_000])] }, CancellationToken.None));

        var request = Assert.Single(fake.Discord.Requests);
        Assert.StartsWith("multipart/form-data; boundary=", request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("name=payload_json", request.Body, StringComparison.Ordinal);
        Assert.Contains("""attachments":[{"id":0,"filename":"a_b.log"},{"id":1,"filename":"c.log"}]""", request.Body, StringComparison.Ordinal);
        Assert.Contains("""name="files[0]"; filename=a_b.log""", request.Body, StringComparison.Ordinal);
        Assert.InRange(request.Body.Length, 100_000, 101_500);
    }

    [Fact]
    public async Task GetReactions_Pages_AreReadToTheLast()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = request =>
        {
            if (request.Query.Contains("type=1", StringComparison.Ordinal)) return new FakeReply(200, """[{"id":"250","username":"u"},{"id":"999","username":"super"}]""");
            var after = request.Query.Split("after=") is [_, var text] ? int.Parse(text) : 0;
            return new FakeReply(200, $"[{string.Join(',', Enumerable.Range(after + 1, Math.Min(100, 250 - after)).Select(id => $$$"""{"id":"{{{id}}}","username":"u"}"""))}]");
        };

        var users = await Wait.ForAsync(fake.Client.GetReactionsAsync(Channel, Message, "✅", CancellationToken.None));

        Assert.Equal([.. Enumerable.Range(1, 250), 999], users.Select(user => (int)user.Id.Value));
        Assert.Equal(4, fake.Discord.Requests.Count);
    }

    [Fact]
    public async Task GetReactions_SamePageAgain_IsNoEndlessLoop()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(200, $"[{string.Join(',', Enumerable.Range(1, 100).Select(id => $$$"""{"id":"{{{id}}}","username":"u"}"""))}]");

        await Assert.ThrowsAsync<DiscordUnreachableException>(() => Wait.ForAsync(fake.Client.GetReactionsAsync(Channel, Message, "✅", CancellationToken.None)));
    }

    [Fact]
    public async Task StartThread_AlreadyThere_IsThatOne()
    {
        await using var fake = await FakeClient.StartAsync();
        var count = 0;
        fake.Discord.Answer = _ => ++count switch
        {
            1 => new FakeReply(201, """{"id":"3","type":11,"guild_id":"4"}"""),
            _ => new FakeReply(400, """{"code":160004,"message":"A thread has already been created for this message"}"""),
        };

        Assert.Equal(Message, await Wait.ForAsync(fake.Client.StartThreadAsync(Channel, Message, "run 7", CancellationToken.None)));
        Assert.Equal(Message, await Wait.ForAsync(fake.Client.StartThreadAsync(Channel, Message, "run 7", CancellationToken.None)));

        Assert.All(fake.Discord.Requests, request => Assert.Equal("Nightshift", request.Headers["X-Audit-Log-Reason"]));
    }

    [Theory]
    [InlineData(DiscordInteractionKind.Command, true, """{"type":5,"data":{"flags":64}}""")]
    [InlineData(DiscordInteractionKind.Command, false, """{"type":5}""")]
    [InlineData(DiscordInteractionKind.Button, true, """{"type":5,"data":{"flags":64}}""")]
    [InlineData(DiscordInteractionKind.Button, false, """{"type":6}""")]
    public async Task Defer_Kind_IsAcknowledgedWithoutTheBotsToken(DiscordInteractionKind kind, bool isPrivate, string body)
    {
        await using var fake = await FakeClient.StartAsync();

        await Wait.ForAsync(fake.Client.DeferAsync(RestSenderTests.Interaction(kind), isPrivate, CancellationToken.None));

        var request = Assert.Single(fake.Discord.Requests);
        Assert.Equal(("interactions/100/secret/callback", body), (request.Path, request.Body));
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Fact]
    public async Task Defer_ReplyLost_TheRepeatFindsItDone()
    {
        await using var fake = await FakeClient.StartAsync();
        var count = 0;
        fake.Discord.Answer = _ => ++count == 1 ? FakeReply.Lost : new FakeReply(400, """{"code":40060,"message":"Interaction has already been acknowledged."}""");

        await Wait.ForAsync(fake.Client.DeferAsync(RestSenderTests.Interaction(), true, CancellationToken.None));

        Assert.Equal(2, fake.Discord.Requests.Count);
    }

    [Fact]
    public async Task Defer_AcknowledgedBySomebodyElse_IsRefused()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(400, """{"code":40060,"message":"Interaction has already been acknowledged."}""");

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(fake.Client.DeferAsync(RestSenderTests.Interaction(), true, CancellationToken.None)));

        Assert.Equal(40060, refusal.Code);
    }

    [Fact]
    public async Task Suggest_Choices_AreSent()
    {
        await using var fake = await FakeClient.StartAsync();

        await Wait.ForAsync(fake.Client.SuggestAsync(RestSenderTests.Interaction(DiscordInteractionKind.Completion), [new DiscordChoice("Node 1", "n1")], CancellationToken.None));

        Assert.Equal("""{"type":8,"data":{"choices":[{"name":"Node 1","value":"n1"}]}}""", Assert.Single(fake.Discord.Requests).Body);
    }

    [Fact]
    public async Task Answer_ThenFollowUp_GoToTheInteractionsWebhook()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = request => request.Method == "GET" ? RestSenderTests.Self(request) : new FakeReply(200, """{"id":"77"}""");

        await Wait.ForAsync(fake.Client.AnswerAsync(RestSenderTests.Interaction(), new DiscordMessage("done"), CancellationToken.None));
        await Wait.ForAsync(fake.Client.FollowUpAsync(RestSenderTests.Interaction(), new DiscordMessage("more"), true, CancellationToken.None));

        Assert.Single(fake.Discord.Sent("PATCH", "webhooks/901/secret/messages/@original"));
        var followUp = Assert.Single(fake.Discord.Sent("POST", "webhooks/901/secret"));
        Assert.Equal(64, followUp.Json.GetProperty("flags").GetInt32());
        Assert.DoesNotContain("Authorization", followUp.Headers.Keys);
    }

    [Fact]
    public async Task Commands_WrittenAndRead_AreEqual()
    {
        await using var fake = await FakeClient.StartAsync();
        var stored = "[]";
        fake.Discord.Answer = request =>
        {
            if (request.Path.EndsWith("@me", StringComparison.Ordinal)) return RestSenderTests.Self(request);
            if (request.Method == "PUT") stored = request.Body;
            return new FakeReply(200, stored);
        };
        DiscordCommand[] commands = [Command("升级"), Command("升级") with { Name = "drain" }];

        await Wait.ForAsync(fake.Client.SetCommandsAsync(Guild, commands, CancellationToken.None));
        var read = await Wait.ForAsync(fake.Client.GetCommandsAsync(Guild, CancellationToken.None));

        Assert.Equal(commands, read);
        Assert.NotEqual(commands[0], Command("更新"));
        Assert.Equal("?with_localizations=true", fake.Discord.Sent("GET", "applications/901/guilds/4/commands").Single().Query);
    }

    [Theory]
    [InlineData(10007)]
    [InlineData(10013)]
    public async Task FindMember_NotThere_IsNull(int code)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(404, $$$"""{"code":{{{code}}},"message":"Unknown"}""");

        Assert.Null(await Wait.ForAsync(fake.Client.FindMemberAsync(Guild, new Snowflake(12), CancellationToken.None)));
    }

    [Fact]
    public async Task FindMember_NoAccess_IsNotTakenForAbsence()
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = _ => new FakeReply(403, """{"code":50001,"message":"Missing Access"}""");

        await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(fake.Client.FindMemberAsync(Guild, new Snowflake(12), CancellationToken.None)));
    }

    [Theory]
    [InlineData("2", DiscordPermissions.ViewChannel | DiscordPermissions.SendMessages)]
    [InlineData("20", DiscordPermissions.ViewChannel)] // a thread: sending there is a permission of its own
    public async Task GetPermissions_ChannelOrThread_CountsTheChannelsOverwrites(string channel, DiscordPermissions expected)
    {
        await using var fake = await FakeClient.StartAsync();
        fake.Discord.Answer = request => request.Path switch
        {
            "guilds/4" => new FakeReply(200, """{"id":"4","name":"g","owner_id":"8","roles":[{"id":"4","name":"@everyone","permissions":"1024"},{"id":"40","name":"bot","permissions":"0"}]}"""),
            "guilds/4/members/900" => new FakeReply(200, """{"roles":["40"],"user":{"id":"900","username":"night"}}"""),
            "channels/2" => new FakeReply(200, """{"id":"2","type":0,"guild_id":"4","permission_overwrites":[{"id":"40","type":0,"allow":"2048","deny":"0"}]}"""),
            "channels/20" => new FakeReply(200, """{"id":"20","type":11,"guild_id":"4","parent_id":"2"}"""),
            _ => RestSenderTests.Self(request),
        };

        Assert.Equal(expected, await Wait.ForAsync(fake.Client.GetPermissionsAsync(Guild, Snowflake.Parse(channel), CancellationToken.None)));
        Assert.Equal(404, (await Assert.ThrowsAsync<DiscordRefusedException>(
            () => Wait.ForAsync(fake.Client.GetPermissionsAsync(new Snowflake(5), Channel, CancellationToken.None)))).Status);
    }

    [Fact]
    public void Secrets_InTexts_AreNone() => Assert.DoesNotContain("secret", InviteLink.For(new Snowflake(1)).ToString(), StringComparison.Ordinal);

    private static DiscordCommand Command(string chinese) => new(
        "upgrade",
        new Dictionary<string, string> { [""] = "Upgrade a cluster", ["zh-CN"] = chinese },
        [
            new DiscordOption(DiscordOptionType.SubCommand, "openmldb", new Dictionary<string, string> { [""] = "OpenMLDB" }, false,
            [
                new DiscordOption(DiscordOptionType.Text, "cluster", new Dictionary<string, string> { [""] = "Which" }, true, []) { IsCompleted = true },
                new DiscordOption(DiscordOptionType.Integer, "batch", new Dictionary<string, string> { [""] = "How many" }, false, []) { Choices = [new("one", "1"), new("ten", "10")] },
                new DiscordOption(DiscordOptionType.Number, "rate", new Dictionary<string, string> { [""] = "How fast" }, false, []) { Choices = [new("half", "0.5")] },
            ]),
        ]);

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement), actual);
}
