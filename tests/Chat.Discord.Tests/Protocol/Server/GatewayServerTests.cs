using Nightshift.Chat.Discord.Tests.Protocol.Fakes;

namespace Nightshift.Chat.Discord.Tests.Protocol.Server;

public sealed class GatewayServerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Login_LeastIntents_HearsReactionsAndShowsPresence(bool isCompressed)
    {
        await using var both = await ServerClient.StartAsync(isCompressed: isCompressed);
        var (_, view) = await both.SendAsync(new DiscordMessage("plan"));
        var ann = both.Server.AddPerson("ann");

        ann.React(view, "✅");
        await both.Events.UntilAsync($"reaction {ann.Id}");
        ann.Unreact(view, "✅");
        await both.Events.UntilAsync($"no reaction {ann.Id}");
        await both.Client.ShowPresenceAsync("2 runs", CancellationToken.None);
        await Wait.UntilAsync(() => both.Server.Gateway.Presence?.ToJsonString().Contains("2 runs", StringComparison.Ordinal) == true, () => "the presence");

        Assert.Equal(1 << 10, both.Server.Gateway.Intents);
        Assert.Equal(1, both.Server.Counters.Identifies);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dead_WhileThingsHappen_IsResumedAndEachIsToldOnce(bool isCompressed)
    {
        await using var both = await ServerClient.StartAsync(isCompressed: isCompressed);
        var (_, view) = await both.SendAsync(new DiscordMessage("plan"));
        var people = Enumerable.Range(0, 50).Select(i => both.Server.AddPerson($"p{i}")).ToList();
        people[0].React(view, "✅");
        await both.Events.UntilAsync($"reaction {people[0].Id}");

        both.Server.Gateway.Down = true;
        foreach (var person in people.Skip(1)) person.React(view, "✅");
        await Wait.UntilAsync(() => both.Events.Gist().Contains("lost"), () => "the loss");
        both.Server.Gateway.Down = false;
        await both.Events.UntilAsync("resumed");

        Assert.Equal(people.Select(person => $"reaction {person.Id}"), both.Events.Told.Where(told => told.StartsWith("reaction", StringComparison.Ordinal)));
        var counters = both.Server.Counters;
        Assert.Equal((1, 49), (counters.Identifies, counters.Replayed));
        Assert.Equal(counters.Resumes, counters.ResumesByResumeUrl);
    }

    [Theory]
    [InlineData(4000, true)]
    [InlineData(4001, true)]
    [InlineData(4002, true)]
    [InlineData(4005, true)]
    [InlineData(4008, true)]
    [InlineData(4003, false)]
    [InlineData(4007, false)]
    [InlineData(4009, false)]
    [InlineData(1000, false)]
    [InlineData(1001, false)] // resuming is tried, and Discord knows the session no more
    public async Task Closed_Code_IsFollowedByASessionThatHears(int code, bool isResumed)
    {
        await using var both = await ServerClient.StartAsync();
        var (_, view) = await both.SendAsync(new DiscordMessage("plan"));

        both.Server.Gateway.Close(code);
        await Wait.UntilAsync(() => both.Events.Told.Count == 3, () => string.Join(" | ", both.Events.Told));
        var ann = both.Server.AddPerson("ann");
        ann.React(view, "✅");
        await both.Events.UntilAsync($"reaction {ann.Id}");

        Assert.Equal(["new session", "lost", isResumed ? "resumed" : "new session", $"reaction {ann.Id}"], both.Events.Gist());
        Assert.Equal(isResumed ? 1 : 2, both.Server.Counters.Identifies);
    }

    [Theory]
    [InlineData(4004)]
    [InlineData(4010)]
    [InlineData(4011)]
    [InlineData(4012)]
    [InlineData(4013)]
    [InlineData(4014)]
    public async Task Closed_FatalCode_IsTheEnd(int code)
    {
        await using var both = await ServerClient.StartAsync();

        both.Server.Gateway.Close(code);
        await Wait.UntilAsync(() => both.Events.Told.Any(told => told.EndsWith("Nothing is tried again.", StringComparison.Ordinal)), () => string.Join(" | ", both.Events.Told));

        Assert.Equal(1, both.Server.Counters.Connections);
    }

    [Fact]
    public async Task Login_WrongToken_IsRefused()
    {
        await using var both = await ServerClient.StartAsync(connect: false);
        var token = both.Server.Token;
        both.Server.ResetToken("another");

        Assert.Equal(401, (await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(both.Client.ConnectAsync(both.Events, CancellationToken.None)))).Status);
        Assert.DoesNotContain(both.Log.Lines, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Zombie_SilentGateway_IsLeftAndResumed()
    {
        await using var both = await ServerClient.StartAsync(options => options with { HeartbeatInterval = TimeSpan.FromSeconds(1.5) });
        both.Server.Gateway.Silent = true;
        await Wait.UntilAsync(() => both.Events.Told.Contains("lost: Discord's gateway did not answer a heartbeat."), () => string.Join(" | ", both.Events.Told));
        both.Server.Gateway.Silent = false;
        await Wait.UntilAsync(() => both.Server.Gateway.Ready > 0 && both.Events.Told.Last() is "resumed" or "new session", () => string.Join(" | ", both.Events.Told));

        Assert.Contains(both.Server.Counters.Closes, close => close.ClientCode == 4000);
    }

    [Fact]
    public async Task Greeted_AndNoSession_TriesOnUntilOneStands()
    {
        await using var both = await ServerClient.StartAsync(standTimeout: TimeSpan.FromSeconds(2));
        both.Server.Gateway.WithholdSessions = true;
        both.Server.Gateway.Drop();
        await Wait.UntilAsync(() => both.Server.Counters.Closes.Count(close => close.ClientCode == 4000) >= 2, () => "two connections left");
        both.Server.Gateway.WithholdSessions = false;
        await both.Events.UntilAsync("resumed");

        Assert.Equal(["new session", "lost", "resumed"], both.Events.Gist());
        Assert.Equal(1, both.Server.Counters.Identifies);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task Asked_ToReconnect_DoesSo(int opcode)
    {
        await using var both = await ServerClient.StartAsync();
        if (opcode == 7) both.Server.Gateway.AskToReconnect();
        else both.Server.Gateway.Invalidate(resumable: opcode == 9);

        await Wait.UntilAsync(() => both.Events.Told.Count == 3, () => string.Join(" | ", both.Events.Told));

        Assert.Equal(["new session", "lost", opcode > 0 ? "resumed" : "new session"], both.Events.Gist());
    }

    [Fact]
    public async Task Forgotten_Session_IsBegunAnew()
    {
        await using var both = await ServerClient.StartAsync();
        both.Server.Gateway.ForgetSessions();
        both.Server.Gateway.Drop();

        await Wait.UntilAsync(() => both.Events.Told.Count == 3, () => string.Join(" | ", both.Events.Told));

        Assert.Equal(["new session", "lost", "new session"], both.Events.Gist());
    }

    [Fact]
    public async Task Heartbeat_AskedFor_IsSent()
    {
        await using var both = await ServerClient.StartAsync();
        var before = both.Server.Counters.Heartbeats;
        both.Server.Gateway.AskForHeartbeat();

        await Wait.UntilAsync(() => both.Server.Counters.Heartbeats > before, () => "a heartbeat");
    }

    [Fact]
    public async Task Closing_Client_EndsTheSessionForGood()
    {
        await using var both = await ServerClient.StartAsync();
        await both.Client.DisposeAsync();

        await Wait.UntilAsync(() => both.Server.Counters.Closes.Any(close => close.ClientCode == 1000), () => "the close");
    }
}
