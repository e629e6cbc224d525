using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests;

/// <summary>Unmodified discord.js drives the server: it must find nothing to complain of, and see what people do.</summary>
public sealed class DiscordJsTests : IClassFixture<PeerInstall>
{
    [Fact]
    public async Task Login_CommandsRegistered_PeerReadsThemBackEqual()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var peer = Peer.Start(server);

        var ready = await peer.ReportAsync("ready");

        Assert.Equal(server.Bot.Id.ToString(), ready["user"]!.ToString());
        Assert.Equal("ops", ready["channels"]![0]!.ToString());
        Assert.Equal(5, (int)ready["registered"]!);
        Assert.Equal("升级", ready["translated"]!.ToString());
        Assert.True((bool)ready["equal"]!);
        Assert.True((bool)ready["canSend"]!);
        Assert.Equal(5, server.Commands(server.Guild).Count);
        Assert.Equal("the night", server.Gateway.Presence!["activities"]![0]!["name"]!.ToString());
        Assert.Empty(peer.Complaints);
    }

    [Fact]
    public async Task Interactions_AllKinds_AnsweredAndSeenByThePerson()
    {
        await using var server = await DiscordServer.StartAsync();
        var role = server.AddRole("dba");
        var li = server.AddPerson("li", "zh-CN");
        var ann = server.AddPerson("ann", roles: role);
        await using var peer = Peer.Start(server);
        await peer.ReportAsync("ready");

        var plan = await (li.Type(server.Channel, "/reply")).AnsweredAsync();
        Assert.Equal("Plan", plan.Embeds[0]!["title"]!.ToString());
        Assert.Equal(["Approve", "Reject"], plan.Buttons.Select(button => button.Label));
        await ann.Press(plan, "Approve").AcknowledgedAsync();
        Assert.Equal("approved by ann", server.Look(plan).Content);
        Assert.Empty(server.Look(plan).Buttons);

        var second = await li.Type(server.Channel, "/reply").AnsweredAsync();
        var rejected = ann.Press(second, "reject");
        await server.WaitAsync(() => rejected.FollowUps.Count == 1);
        Assert.Equal("rejected", server.Look(second).Content);
        Assert.True(rejected.FollowUps[0].Ephemeral);

        var deferred = li.Type(server.Channel, "/defer");
        Assert.Equal("done", (await deferred.AnsweredAsync()).Content);
        var report = await peer.ReportAsync("deferred");
        Assert.Equal("done", report["original"]!.ToString());
        Assert.True((bool)report["ephemeral"]!);
        Assert.DoesNotContain(ann.Read(server.Channel), message => message.Content == "done");
        Assert.Contains(li.Read(server.Channel), message => message.Content == "done");

        var completed = await li.Complete(server.Channel, "/升级 运行 cluster:bl", "cluster").AcknowledgedAsync();
        Assert.Equal([new Choice("Cluster blue", "blue"), new Choice("Cluster black", "black")], completed.Choices);

        await li.Type(server.Channel, "/升级 运行 cluster:blue batch:3 approver:ann mode:滚动").AnsweredAsync();
        var options = await peer.ReportAsync("upgrade");
        Assert.Equal(
            """{"event":"upgrade","sub":"run","cluster":"blue","batch":3,"approver":"ann","roles":["@everyone","dba"],"mode":"rolling","locale":"zh-CN","guild":"GUILD","permissions":true}"""
                .Replace("GUILD", server.Guild.Id.ToString(), StringComparison.Ordinal),
            Written(options));
        Assert.Empty(peer.Complaints);
        Assert.Equal(0, server.Unacknowledged);
    }

    [Fact]
    public async Task ChannelWork_MessagesReactionsThreadsFiles_StandAsThePeerSays()
    {
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions
        {
            BotPermissions = Permission.EveryoneByDefault | Permission.ManageThreads,
        });
        var li = server.AddPerson("li");
        await using var peer = Peer.Start(server);
        await peer.ReportAsync("ready");

        li.Type(server.Channel, "/work");
        var worked = await peer.ReportAsync("worked");

        Assert.True((bool)worked["sameAgain"]!);
        Assert.Equal("step 2", worked["edited"]!.ToString());
        Assert.Equal(["✅", "⚠️"], worked["reactions"]!.AsArray().Select(name => name!.ToString()));
        Assert.Equal("nightshift", worked["users"]![0]!.ToString());
        Assert.True((bool)worked["archived"]!);
        Assert.Equal("node_1.log", worked["file"]!.ToString());
        Assert.Equal("line 1\nline 2\n", worked["text"]!.ToString());
        var message = server.Messages(server.Channel).Single();
        Assert.Equal(["step 1", "step 2"], message.History.Select(state => state.Content));
        Assert.Equal("a run", server.Audit(server.Guild).Single(entry => entry.Reason == "a run").Reason);
        Assert.True(server.IsArchived(message.Thread!));
        Assert.Equal("the log", server.Messages(message.Thread!).Single().Attachments.Single().Description);

        li.React(message, "🎉");
        var reaction = await peer.ReportAsync("reaction", report => report["emoji"]!.ToString() == "🎉");
        Assert.Equal(li.Id.ToString(), reaction["user"]!.ToString());
        li.Unreact(message, "🎉");
        await peer.ReportAsync("unreaction", report => report["emoji"]!.ToString() == "🎉");
        Assert.Empty(peer.Complaints);

        // discord.js learns only from the answer that setting and taking a reaction share a bucket; everywhere else it keeps its quota.
        Assert.All(server.Counters.TooManyByRoute.Keys, route => Assert.Contains("/reactions/", route, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guild_ReadAndAdministered_RefusalsHaveDiscordsCodes()
    {
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { BotPermissions = Permission.All & ~Permission.Administrator });
        server.AddRole("dba");
        server.DenyBot(server.AddChannel("readonly"), Permission.SendMessages);
        var li = server.AddPerson("li");
        await using var peer = Peer.Start(server);
        await peer.ReportAsync("ready");

        li.Type(server.Channel, "/tour");
        var toured = await peer.ReportAsync("toured");

        Assert.Equal(server.Bot.Id.ToString(), toured["application"]!.ToString());
        Assert.Equal(["li", "li"], [toured["user"]!.ToString(), toured["member"]!.ToString()]);
        Assert.Equal([2, 2, 1, 1], new[] { "channels", "several", "active", "archived" }.Select(key => (int)toured[key]!));
        Assert.Equal("""[null,"值班 on call","on call"]""", Written(toured["reasons"]!));
        Assert.Equal(
            """{"long":50035,"fields":50035,"hidden":50013,"unknown":10008,"empty":50006,"emoji":10014}""", Written(toured["refusals"]!));
        Assert.Empty(peer.Complaints);
    }

    [Fact]
    public async Task Resume_ConnectionDropped_MissedEventsComeOnceByTheResumeUrl()
    {
        await using var server = await DiscordServer.StartAsync();
        var li = server.AddPerson("li");
        await using var peer = Peer.Start(server);
        await peer.ReportAsync("ready");
        var message = li.Say(server.Channel, "vote");

        server.Gateway.Drop();
        li.React(message, "✅");
        await peer.ReportAsync("resumed");
        await peer.ReportAsync("reaction");
        server.Gateway.AskToReconnect();
        await server.WaitAsync(() => server.Counters.Resumes == 2);
        li.React(message, "❌");
        await peer.ReportAsync("reaction", report => report["emoji"]!.ToString() == "❌");

        Assert.Equal(2, peer.All("reaction").Count);
        Assert.Equal(1, server.Counters.Identifies);
        Assert.Equal(2, server.Counters.ResumesByResumeUrl);
        Assert.Empty(peer.Complaints);
    }

    [Fact]
    public async Task Zombie_NoAcknowledgements_PeerReconnectsAndResumes()
    {
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { HeartbeatInterval = TimeSpan.FromSeconds(2) });
        await using var peer = Peer.Start(server);
        await peer.ReportAsync("ready");

        server.Gateway.WithholdAcknowledgements = true;
        await server.WaitAsync(() => server.Counters.Resumes == 1);
        server.Gateway.WithholdAcknowledgements = false;

        await peer.ReportAsync("resumed");
        Assert.Equal(1, server.Counters.Identifies);
        Assert.Empty(peer.Complaints);
    }

    [Fact]
    public async Task InvalidSession_PeerIdentifiesAnew()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var peer = Peer.Start(server);
        await peer.ReportAsync("ready");

        server.Gateway.Invalidate(resumable: false);
        await server.WaitAsync(() => server.Counters.Identifies == 2 && server.Gateway.Ready == 1);

        Assert.Equal(0, server.Counters.Resumes);
        Assert.Empty(peer.Complaints);
    }

    [Fact]
    public async Task Faults_LimitsAndErrors_PeerWaitsAndRepeats()
    {
        await using var server = await DiscordServer.StartAsync();
        var li = server.AddPerson("li");
        await using var peer = Peer.Start(server);
        await peer.ReportAsync("ready");
        server.Faults.RateLimit(TimeSpan.FromMilliseconds(300), "POST /channels/{channel}/messages");
        server.Faults.RateLimit(TimeSpan.FromMilliseconds(300), "PATCH /channels/{channel}/messages/{message}", RateLimitScope.Global);
        server.Faults.FailAfter("POST /channels/{channel}/messages", count: 1);

        li.Type(server.Channel, "/work");
        var worked = await peer.ReportAsync("worked");

        // The reply lost after its effect was sent again with its nonce: still one message.
        Assert.True((bool)worked["sameAgain"]!);
        Assert.Single(server.AllMessages(server.Channel), message => message.Nonce == "once-1");
        Assert.Equal(0, server.Faults.Waiting);
        Assert.Empty(peer.Complaints);
    }

    [Fact]
    public async Task Login_WrongToken_PeerIsRefused()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var peer = Peer.Start(server, "wrong");

        var complaint = await peer.ReportAsync("complaint");

        Assert.Contains("invalid token", complaint["text"]!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, server.Counters.ByStatus[401]);
    }

    private static string Written(JsonNode report) => report.ToJsonString(new System.Text.Json.JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
