using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Interactions;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Driver;

public sealed class InteractionTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private DiscordServer _server = null!;
    private RestClient _rest = null!;
    private RawGateway _gateway = null!;
    private Person _li = null!;

    public async Task InitializeAsync()
    {
        _server = await DiscordServer.StartAsync(new DiscordServerOptions { InteractionTime = _time });
        _rest = RestClient.For(_server);
        _gateway = await RawGateway.IdentifiedAsync(_server, 1);
        await _gateway.UntilAsync("GUILD_CREATE");
        _li = _server.AddPerson("li", "zh-CN");
        await _rest.PutAsync($"applications/{_server.Bot.Id}/commands", JsonNode.Parse(
            """
            [{"name":"run","description":"d","name_localizations":{"zh-CN":"运行"},"default_member_permissions":"2048","options":[
              {"type":3,"name":"cluster","description":"d","required":true,"autocomplete":true},
              {"type":4,"name":"batch","description":"d","min_value":1,"max_value":5}]},
             {"name":"admin","description":"d","default_member_permissions":"8"}]
            """)!);
    }

    public async Task DisposeAsync()
    {
        await _rest.DisposeAsync();
        await _gateway.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Type_Command_EventHoldsNamesByDefaultAndLocale()
    {
        _li.Type(_server.Channel, "/运行 cluster:blue green batch:2");

        var sent = (await _gateway.UntilAsync("INTERACTION_CREATE"))["d"]!;
        Assert.Equal("run", sent["data"]!["name"]!.ToString());
        Assert.Equal("blue green", sent["data"]!["options"]![0]!["value"]!.ToString());
        Assert.Equal(2, (int)sent["data"]!["options"]![1]!["value"]!);
        Assert.Equal("zh-CN", sent["locale"]!.ToString());
        Assert.Equal("li", sent["member"]!["user"]!["username"]!.ToString());
        Assert.Equal(_server.Guild.Id.ToString(), sent["guild_id"]!.ToString());
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/run")]
    [InlineData("/run cluster:blue batch:6")]
    [InlineData("/run cluster:blue batch:x")]
    [InlineData("/run blue")]
    [InlineData("/admin")]
    public void Type_WhatHisDiscordWouldNotSend_Refused(string line) =>
        Assert.Throws<ClientRefusesException>(() => _li.Type(_server.Channel, line));

    [Fact]
    public async Task Callback_SecondTime_40060()
    {
        var (typed, path) = await TypedAsync();
        Assert.Equal(204, (await _rest.PostAsync(path, JsonNode.Parse("""{"type":5,"data":{"flags":64}}""")!)).Status);

        Assert.Equal((400, 40060), await StatusAsync(path, """{"type":4,"data":{"content":"x"}}"""));
        Assert.True(typed.Response!.Loading);
        Assert.True(typed.Response.Ephemeral);
        Assert.Equal(InteractionState.Deferred, typed.State);
    }

    [Fact]
    public async Task Callback_AfterThreeSeconds_10062AndThePersonSeesIt()
    {
        var (typed, path) = await TypedAsync();
        _time.Advance(TimeSpan.FromSeconds(3.1));

        Assert.Equal((404, 10062), await StatusAsync(path, """{"type":5}"""));
        Assert.True(typed.Failed);
        Assert.Equal(1, _server.Unacknowledged);
        Assert.Equal((404, 10062), await StatusAsync(path.Replace(typed.Id.ToString(), "1", StringComparison.Ordinal), """{"type":5}"""));
    }

    [Theory]
    [InlineData("""{"type":6}""", "type")]
    [InlineData("""{"type":8,"data":{"choices":[]}}""", "type")]
    [InlineData("""{}""", "type")]
    public async Task Callback_TypeThatDoesNotFit_50035AndStillWaiting(string body, string path)
    {
        var (typed, callback) = await TypedAsync();

        var answer = await _rest.PostAsync(callback, JsonNode.Parse(body)!);

        Assert.Equal(50035, answer.Code);
        Assert.NotNull(answer.ErrorAt(path));
        Assert.Equal(InteractionState.Waiting, typed.State);
    }

    [Fact]
    public async Task Original_EditedReadDeleted_UntilTheTokenDies()
    {
        var (typed, callback) = await TypedAsync();
        var token = callback.Split('/')[2];
        var original = $"webhooks/{_server.Bot.Id}/{token}/messages/@original";
        Assert.Equal(10015, (await _rest.GetAsync(original)).Code);
        await _rest.PostAsync(callback, JsonNode.Parse("""{"type":5}""")!);

        Assert.Equal(200, (await _rest.PatchAsync(original, new JsonObject { ["content"] = "done" })).Status);
        Assert.Equal("done", typed.Response!.Content);
        Assert.Equal(InteractionState.Answered, typed.State);
        Assert.Equal("more", (await _rest.PostAsync($"webhooks/{_server.Bot.Id}/{token}", new JsonObject { ["content"] = "more" })).Json["content"]!.ToString());
        Assert.Equal("more", typed.FollowUps.Single().Content);

        _time.Advance(TimeSpan.FromMinutes(15.1));
        Assert.Equal(50027, (await _rest.PatchAsync(original, new JsonObject { ["content"] = "late" })).Code);
    }

    [Fact]
    public async Task Complete_Choices_AtMost25AndShownInHisLanguage()
    {
        var typed = _li.Complete(_server.Channel, "/run cluster:bl", "cluster");
        var sent = (await _gateway.UntilAsync("INTERACTION_CREATE"))["d"]!;
        Assert.True((bool)sent["data"]!["options"]![0]!["focused"]!);
        var callback = $"interactions/{sent["id"]}/{sent["token"]}/callback";
        var choices = new JsonArray([.. Enumerable.Range(0, 26).Select(i => new JsonObject { ["name"] = $"{i}", ["value"] = $"{i}" })]);

        var many = await _rest.PostAsync(callback, new JsonObject { ["type"] = 8, ["data"] = new JsonObject { ["choices"] = choices } });
        Assert.Equal("BASE_TYPE_MAX_LENGTH", many.ErrorAt("data.choices"));
        await _rest.PostAsync(callback, JsonNode.Parse("""{"type":8,"data":{"choices":[{"name":"blue","name_localizations":{"zh-CN":"蓝"},"value":"b"}]}}""")!);

        Assert.Equal([new Choice("蓝", "b")], typed.Choices);
    }

    [Fact]
    public async Task Replay_AndForge_SameAndAltered()
    {
        var (typed, _) = await TypedAsync();
        typed.Replay();
        Assert.Equal(typed.Id.ToString(), (await _gateway.UntilAsync("INTERACTION_CREATE"))["d"]!["id"]!.ToString());

        var far = _server.AddGuild("far", withBot: false);
        var forged = typed.Forge(payload => payload["guild_id"] = far.Id.ToString());

        var sent = (await _gateway.UntilAsync("INTERACTION_CREATE"))["d"]!;
        Assert.Equal(far.Id.ToString(), sent["guild_id"]!.ToString());
        Assert.Equal(forged.Id.ToString(), sent["id"]!.ToString());
        Assert.NotEqual(typed.Id, forged.Id);
    }

    [Fact]
    public async Task Latencies_BothClocks()
    {
        var (_, callback) = await TypedAsync();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await _rest.PostAsync(callback, JsonNode.Parse("""{"type":5}""")!);

        Assert.Equal(TimeSpan.FromMilliseconds(200), _server.AcknowledgementLatencies().P99);
        Assert.Equal(1, _server.WallLatencies().Count);
    }

    [Fact]
    public async Task Press_ButtonOfABotsMessage_ComponentInteraction()
    {
        await _rest.PostAsync($"channels/{_server.Channel.Id}/messages", JsonNode.Parse(
            """{"content":"ok?","components":[{"type":1,"components":[{"type":2,"style":3,"label":"Yes","custom_id":"yes"},{"type":2,"style":4,"label":"No","custom_id":"no","disabled":true}]}]}""")!);
        var message = _server.Messages(_server.Channel).Single();

        var pressed = _li.Press(message, "Yes");
        Assert.Throws<ClientRefusesException>(() => _li.Press(message, "No"));
        Assert.Throws<ClientRefusesException>(() => _li.Press(message, "Perhaps"));

        var sent = (await _gateway.UntilAsync("INTERACTION_CREATE"))["d"]!;
        Assert.Equal("yes", sent["data"]!["custom_id"]!.ToString());
        Assert.Equal(message.Id.ToString(), sent["message"]!["id"]!.ToString());
        await _rest.PostAsync($"interactions/{sent["id"]}/{sent["token"]}/callback", JsonNode.Parse("""{"type":7,"data":{"content":"yes","components":[]}}""")!);
        Assert.Equal("yes", _server.Look(message).Content);
        Assert.Equal(7, pressed.CallbackType);
    }

    private async Task<(SentInteraction Typed, string Callback)> TypedAsync()
    {
        var typed = _li.Type(_server.Channel, "/run cluster:blue");
        var sent = (await _gateway.UntilAsync("INTERACTION_CREATE"))["d"]!;
        return (typed, $"interactions/{sent["id"]}/{sent["token"]}/callback");
    }

    private async Task<(int Status, int Code)> StatusAsync(string path, string body)
    {
        var answer = await _rest.PostAsync(path, JsonNode.Parse(body)!);
        return (answer.Status, answer.Code);
    }
}
