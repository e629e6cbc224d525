using System.Net.WebSockets;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Gateway;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private DiscordServer _server = null!;

    public async Task InitializeAsync() => _server = await DiscordServer.StartAsync(new DiscordServerOptions { GatewayTime = _time, ReplayDepth = 50 });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Resume_AfterBreak_MissedEventsInOrderThenResumed()
    {
        var (session, url, sequence) = await LostAsync();
        var li = _server.AddPerson("li");
        foreach (var text in new[] { "1", "2", "3" }) li.Say(_server.Channel, text);

        await using var gateway = await RawGateway.ConnectAsync(url);
        await gateway.ResumeAsync(_server.Token, session, sequence);

        foreach (var i in new[] { 1, 2, 3 }) Assert.Equal(sequence + i, (int)(await gateway.UntilAsync("MESSAGE_CREATE"))["s"]!);
        Assert.Equal(sequence + 4, (int)(await gateway.UntilAsync("RESUMED"))["s"]!);
        Assert.Equal(1, _server.Counters.Identifies);
        Assert.Equal((1, 1, 3), (_server.Counters.Resumes, _server.Counters.ResumesByResumeUrl, _server.Counters.Replayed));
    }

    [Fact]
    public async Task Resume_AfterTheSessionsLife_InvalidSession()
    {
        var (session, url, sequence) = await LostAsync();
        _time.Advance(TimeSpan.FromMinutes(3));

        await using var gateway = await RawGateway.ConnectAsync(url);
        await gateway.ResumeAsync(_server.Token, session, sequence);

        Assert.False((bool)(await gateway.UntilAsync(9))["d"]!);
    }

    [Fact]
    public async Task Resume_MoreMissedThanKept_InvalidSession()
    {
        var (session, url, sequence) = await LostAsync();
        var li = _server.AddPerson("li");
        for (var i = 0; i < 60; i++) li.Say(_server.Channel, $"{i}");

        await using var gateway = await RawGateway.ConnectAsync(url);
        await gateway.ResumeAsync(_server.Token, session, sequence);

        Assert.False((bool)(await gateway.UntilAsync(9))["d"]!);
    }

    [Fact]
    public async Task Resume_SequenceAhead_4007()
    {
        var (session, url, sequence) = await LostAsync();

        await using var gateway = await RawGateway.ConnectAsync(url);
        await gateway.ResumeAsync(_server.Token, session, sequence + 100);

        Assert.Equal(4007, await gateway.ClosedAsync());
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(4900, false)]
    public async Task Close_ByClient_EndsTheSessionOnlyAt1000And1001(int code, bool ends)
    {
        await using var first = await RawGateway.IdentifiedAsync(_server);
        var ready = (await first.UntilAsync("READY"))["d"]!;
        await first.UntilAsync("GUILD_CREATE");
        await first.CloseAsync(code);
        await _server.WaitAsync(() => _server.Counters.Closes.Count == 1);
        Assert.Equal(code, _server.Counters.Closes[0].ClientCode);

        await using var second = await RawGateway.ConnectAsync(_server.GatewayUrl);
        await second.ResumeAsync(_server.Token, ready["session_id"]!.ToString(), first.Sequence);

        if (ends) Assert.False((bool)(await second.UntilAsync(9))["d"]!);
        else await second.UntilAsync("RESUMED");
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(4001)]
    [InlineData(4002)]
    [InlineData(4003)]
    [InlineData(4004)]
    [InlineData(4005)]
    [InlineData(4007)]
    [InlineData(4008)]
    [InlineData(4009)]
    [InlineData(4010)]
    [InlineData(4011)]
    [InlineData(4012)]
    [InlineData(4013)]
    [InlineData(4014)]
    public async Task Close_OnDemand_ByEveryCode(int code)
    {
        await using var gateway = await ReadyAsync();

        _server.Gateway.Close(code, "on demand");

        Assert.Equal(code, await gateway.ClosedAsync());
    }

    [Fact]
    public async Task Silent_NothingComes_ThenAllByResume()
    {
        await using var first = await RawGateway.IdentifiedAsync(_server);
        var ready = (await first.UntilAsync("READY"))["d"]!;
        await first.UntilAsync("GUILD_CREATE");
        _server.Gateway.Silent = true;
        _server.AddPerson("li").Say(_server.Channel, "unheard");
        _server.Gateway.Silent = false;
        _server.AddPerson("ann").Say(_server.Channel, "heard");
        Assert.Equal("ann", (await first.UntilAsync("MESSAGE_CREATE"))["d"]!["author"]!["username"]!.ToString());

        await using var second = await RawGateway.ConnectAsync(_server.GatewayUrl);
        await second.ResumeAsync(_server.Token, ready["session_id"]!.ToString(), first.Sequence - 2);

        Assert.Equal("li", (await second.UntilAsync("MESSAGE_CREATE"))["d"]!["author"]!["username"]!.ToString());
        Assert.Equal(4000, await first.ClosedAsync());
    }

    [Fact]
    public async Task WithheldAcknowledgements_HeartbeatUnanswered()
    {
        await using var gateway = await ReadyAsync();
        _server.Gateway.WithholdAcknowledgements = true;
        await gateway.SendAsync(1, null);
        await _server.WaitAsync(() => _server.Counters.Heartbeats == 1);
        _server.Gateway.AskToReconnect();

        Assert.Equal(7, (int)(await gateway.NextAsync())!["op"]!);
    }

    [Fact]
    public async Task Invalidate_AsAsked_AndDownRefusesAll()
    {
        await using var gateway = await ReadyAsync();
        _server.Gateway.Invalidate(resumable: true);
        Assert.True((bool)(await gateway.UntilAsync(9))["d"]!);

        _server.Gateway.Down = true;

        await Assert.ThrowsAsync<WebSocketException>(() => gateway.ClosedAsync());
        await Assert.ThrowsAsync<WebSocketException>(() => RawGateway.ConnectAsync(_server.GatewayUrl));
        _server.Gateway.Down = false;
        await using var again = await RawGateway.ConnectAsync(_server.GatewayUrl);
        await again.UntilAsync(10);
    }

    [Fact]
    public async Task Heartbeat_NeverSent_ClosedButResumable()
    {
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(200) });
        await using var gateway = await RawGateway.IdentifiedAsync(server);
        var ready = (await gateway.UntilAsync("READY"))["d"]!;

        Assert.Equal(4000, await gateway.ClosedAsync());

        Assert.Equal(1, server.Counters.MissedHeartbeats);
        await using var again = await RawGateway.ConnectAsync(server.GatewayUrl);
        await again.ResumeAsync(server.Token, ready["session_id"]!.ToString(), gateway.Sequence);
        await again.UntilAsync("RESUMED");
    }

    private async Task<RawGateway> ReadyAsync()
    {
        var gateway = await RawGateway.IdentifiedAsync(_server);
        await gateway.UntilAsync("GUILD_CREATE");
        return gateway;
    }

    /// <summary>A session whose connection broke, and the address to resume it at.</summary>
    private async Task<(string Session, Uri Url, int Sequence)> LostAsync()
    {
        await using var gateway = await RawGateway.IdentifiedAsync(_server);
        var ready = (await gateway.UntilAsync("READY"))["d"]!;
        await gateway.UntilAsync("GUILD_CREATE");
        gateway.Abort();
        await _server.WaitAsync(() => _server.Gateway.Ready == 0);
        return (ready["session_id"]!.ToString(), new Uri(ready["resume_gateway_url"]!.ToString()), gateway.Sequence);
    }
}
