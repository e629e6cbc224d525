using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Gateway;

public sealed class IdentifyTests
{
    [Fact]
    public async Task Connect_HelloThenReadyThenGuild()
    {
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { HeartbeatInterval = TimeSpan.FromSeconds(41) });
        await using var gateway = await RawGateway.ConnectAsync(server.GatewayUrl);

        Assert.Equal(41_000, (int)(await gateway.UntilAsync(10))["d"]!["heartbeat_interval"]!);
        await gateway.SendAsync(1, null);
        await gateway.UntilAsync(11);
        await gateway.SendAsync(2, RawGateway.Identify(server.Token, 1));
        var ready = (await gateway.UntilAsync("READY"))["d"]!;
        Assert.Equal(server.Bot.Id.ToString(), ready["application"]!["id"]!.ToString());
        Assert.NotEqual(server.GatewayUrl.Port, new Uri(ready["resume_gateway_url"]!.ToString()).Port);
        var guild = (await gateway.UntilAsync("GUILD_CREATE"))["d"]!;
        Assert.Equal("ops", guild["channels"]![0]!["name"]!.ToString());
        Assert.Equal(2, gateway.Sequence);
    }

    [Theory]
    [InlineData("?v=9&encoding=json")]
    [InlineData("?v=10&encoding=etf")]
    public async Task Connect_OtherVersionOrEncoding_4012(string query)
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.ConnectAsync(server.GatewayUrl, query);

        Assert.Equal(4012, await gateway.ClosedAsync());
    }

    [Theory]
    [InlineData("wrong", 513, 4004)]
    [InlineData(null, 1 << 17, 4013)]
    [InlineData(null, -1, 4013)]
    [InlineData(null, 1 << 15, 4014)]
    [InlineData(null, 1 << 1, 4014)]
    public async Task Identify_WrongTokenOrIntents_ClosedByCode(string? token, int intents, int code)
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.ConnectAsync(server.GatewayUrl);

        await gateway.SendAsync(2, RawGateway.Identify(token ?? server.Token, intents));

        Assert.Equal(code, await gateway.ClosedAsync());
    }

    [Theory]
    [InlineData("""{"op":3,"d":{}}""", 4003)]
    [InlineData("""{"op":99,"d":null}""", 4001)]
    [InlineData("""{"op":""", 4002)]
    [InlineData("""[]""", 4002)]
    [InlineData("""{"op":2,"d":{"token":"TOKEN","intents":1}}""", 4002)]
    [InlineData("""{"op":2,"d":{"token":"TOKEN","intents":1,"properties":{"os":"a","browser":"b","device":"c"},"shard":[1,1]}}""", 4010)]
    public async Task Send_WhatIsNotOfTheProtocol_ClosedByCode(string payload, int code)
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.ConnectAsync(server.GatewayUrl);

        await gateway.SendTextAsync(payload.Replace("TOKEN", server.Token, StringComparison.Ordinal));

        Assert.Equal(code, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task Send_MoreThan4096Bytes_4002()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.ConnectAsync(server.GatewayUrl);

        await gateway.SendTextAsync($$"""{"op":1,"d":null,"x":"{{new string('x', 4096)}}"}""");

        Assert.Equal(4002, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task Send_MoreThan120InAMinute_4008()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.ConnectAsync(server.GatewayUrl);

        for (var i = 0; i < 121; i++) await gateway.SendAsync(1, null);

        Assert.Equal(4008, await gateway.ClosedAsync());
        Assert.Equal(120, server.Counters.Heartbeats);
    }

    [Fact]
    public async Task Identify_Twice_4005()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server);

        await gateway.SendAsync(2, RawGateway.Identify(server.Token, 1));

        Assert.Equal(4005, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task Identify_TooSoonAfterAnother_InvalidSession()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var first = await RawGateway.IdentifiedAsync(server);
        await first.UntilAsync("READY");

        await using var second = await RawGateway.IdentifiedAsync(server);

        Assert.False((bool)(await second.UntilAsync(9))["d"]!);
        Assert.Equal(2, server.Counters.Identifies);
    }

    [Fact]
    public async Task Identify_BeyondTheDay_TokenRevoked()
    {
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { IdentifiesPerDay = 1 });
        await using var first = await RawGateway.IdentifiedAsync(server);
        await first.UntilAsync("READY");
        var token = server.Token;
        await using var rest = RestClient.For(server);
        Assert.Equal(0, (int)(await rest.GetAsync("gateway/bot")).Json["session_start_limit"]!["remaining"]!);

        await using var second = await RawGateway.IdentifiedAsync(server);

        Assert.Equal(4004, await second.ClosedAsync());
        Assert.Equal(4004, await first.ClosedAsync());
        Assert.NotEqual(token, server.Token);
    }

    [Fact]
    public async Task Presence_BadOne4002_GoodOneKept()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server);
        await gateway.UntilAsync("READY");

        await gateway.SendAsync(3, JsonNode.Parse("""{"since":null,"activities":[{"name":"2 runs","type":3}],"status":"online","afk":false}"""));
        await server.WaitAsync(() => server.Counters.PresenceUpdates.Count == 1);
        Assert.Equal("2 runs", server.Gateway.Presence!["activities"]![0]!["name"]!.ToString());
        await gateway.SendAsync(3, JsonNode.Parse("""{"status":"busy","activities":[]}"""));
        Assert.Equal(4002, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task Connect_ZlibStream_SameEventsInOneStream()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server, query: "?v=10&encoding=json&compress=zlib-stream");
        await gateway.UntilAsync("GUILD_CREATE");
        var li = server.AddPerson("李");

        for (var i = 0; i < 20; i++) li.Say(server.Channel, $"{i}");

        Assert.Equal(1, server.Counters.Compressed);
        for (var i = 0; i < 20; i++) Assert.Equal("李", (await gateway.UntilAsync("MESSAGE_CREATE"))["d"]!["author"]!["username"]!.ToString());
    }
}
