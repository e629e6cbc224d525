using Nightshift.Chat.Discord.Protocol.Setup;
using Nightshift.Chat.Discord.Tests.Protocol.Fakes;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Chat.Discord.Tests.Protocol.Server;

public sealed class RestServerTests
{
    private const string Messages = "POST /channels/{channel}/messages";
    private const string Edits = "PATCH /channels/{channel}/messages/{message}";

    [Fact]
    public async Task Burst_SendsAndEdits_MeetNoLimit()
    {
        await using var both = await ServerClient.StartAsync(options => options with
        {
            RateLimits = new Dictionary<string, RateLimit> { [Messages] = new RateLimit(5, TimeSpan.FromSeconds(1)), [Edits] = new RateLimit(5, TimeSpan.FromSeconds(1)) },
        });
        var ids = await Wait.ForAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(i => both.Client.SendAsync(both.Channel, new DiscordMessage($"m{i}"), CancellationToken.None))));
        await Wait.ForAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(i => both.Client.EditAsync(both.Channel, ids[0], new DiscordMessage($"e{i}"), CancellationToken.None))));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i == 0 ? "e19" : $"m{i}"), both.Server.Messages(both.Server.Channel).Select(message => message.Content));
        Assert.Equal(0, both.Server.Counters.TooManyRequests);
    }

    [Theory]
    [InlineData(RateLimitScope.User)]
    [InlineData(RateLimitScope.Shared)]
    [InlineData(RateLimitScope.Global)]
    public async Task Limited_AnyScope_ComesThroughOnce(RateLimitScope scope)
    {
        await using var both = await ServerClient.StartAsync();
        both.Server.Faults.RateLimit(TimeSpan.FromSeconds(0.5), Messages, scope, 2);

        await both.SendAsync(new DiscordMessage("x"));

        Assert.Equal((1, 2), (both.Server.Messages(both.Server.Channel).Count, both.Server.Counters.TooManyRequests));
        Assert.Equal(scope == RateLimitScope.Shared ? 0 : 2, both.Server.RecentInvalidRequests);
    }

    [Fact]
    public async Task Lost_Replies_LeaveOneMessageOneThreadOneReaction()
    {
        await using var both = await ServerClient.StartAsync();
        both.Server.Faults.LoseAfter(Messages);
        both.Server.Faults.FailAfter(Messages, 502);
        both.Server.Faults.LoseBefore(Messages);
        var (id, view) = await both.SendAsync(new DiscordMessage("plan"));
        both.Server.Faults.LoseAfter();
        var thread = await Wait.ForAsync(both.Client.StartThreadAsync(both.Channel, id, "details", CancellationToken.None));
        both.Server.Faults.LoseAfter();
        await Wait.ForAsync(both.Client.AddReactionAsync(both.Channel, id, "✅", CancellationToken.None));
        both.Server.Faults.LoseAfter(Edits);
        await Wait.ForAsync(both.Client.EditAsync(both.Channel, id, new DiscordMessage("plan 2"), CancellationToken.None));

        Assert.Equal(id, thread);
        Assert.Equal("plan 2", Assert.Single(both.Server.Messages(both.Server.Channel)).Content);
        Assert.Equal("details", Assert.Single(both.Server.Threads(both.Server.Channel)).Name);
        Assert.Single(both.Server.Look(view).Reactions["✅"]);
        Assert.Equal(0, both.Server.Faults.Waiting);
        Assert.Equal("Nightshift", both.Server.Audit(both.Server.Guild)[^1].Reason);
    }

    [Fact]
    public async Task Walled_Send_ComesThroughOnce()
    {
        await using var both = await ServerClient.StartAsync();
        both.Server.Faults.FailBefore(Messages, 400);
        both.Server.Faults.FailBefore(Messages, 401);
        both.Server.Faults.Wall(Messages);

        await both.SendAsync(new DiscordMessage("plan"));

        Assert.Equal("plan", Assert.Single(both.Server.Messages(both.Server.Channel)).Content);
        Assert.Equal(0, both.Server.Faults.Waiting);
    }

    [Fact]
    public async Task Nonce_SentAgain_IsTheSameMessage()
    {
        await using var both = await ServerClient.StartAsync();
        var message = new DiscordMessage("x") { Nonce = "run-7-plan" };

        Assert.Equal((await both.SendAsync(message)).Id, (await both.SendAsync(message)).Id);
        Assert.NotEqual((await both.SendAsync(message with { Nonce = null })).Id, (await both.SendAsync(message with { Nonce = null })).Id);
    }

    [Fact]
    public async Task Reactions_OfManyPeople_AreReadPageByPage()
    {
        await using var both = await ServerClient.StartAsync();
        var (id, view) = await both.SendAsync(new DiscordMessage("plan"));
        var people = Enumerable.Range(0, 250).Select(i => both.Server.AddPerson($"p{i}", bot: i == 0)).ToList();
        foreach (var person in people) person.React(view, "✅");

        var read = await Wait.ForAsync(both.Client.GetReactionsAsync(both.Channel, id, "✅", CancellationToken.None));

        Assert.Equal(people.Select(person => person.Id.Value).Order(), read.Select(user => user.Id.Value));
        Assert.Single(read, user => user.IsBot);
        Assert.Empty(await Wait.ForAsync(both.Client.GetReactionsAsync(both.Channel, id, "❌", CancellationToken.None)));
    }

    [Fact]
    public async Task Files_InAThread_ArriveWhole()
    {
        await using var both = await ServerClient.StartAsync();
        var (id, _) = await both.SendAsync(new DiscordMessage("plan"));
        var thread = await Wait.ForAsync(both.Client.StartThreadAsync(both.Channel, id, "details", CancellationToken.None));
        var log = new byte[300_000];
        Array.Fill(log, (byte)'x');

        await Wait.ForAsync(both.Client.SendAsync(thread, new DiscordMessage("log") { Files = [new DiscordFile("a.log", log), new DiscordFile("b.log", "b"u8.ToArray())] }, CancellationToken.None));

        var attachments = Assert.Single(both.Server.Messages(both.Server.Threads(both.Server.Channel).Single())).Attachments;
        Assert.Equal([("a.log", 300_000), ("b.log", 1)], attachments.Select(attachment => (attachment.FileName, attachment.Bytes.Length)));
    }

    [Fact]
    public async Task Mentions_InAnyText_ReachOnlyThoseNamed()
    {
        await using var both = await ServerClient.StartAsync();
        var (ann, bob) = (both.Server.AddPerson("ann"), both.Server.AddPerson("bob"));
        var role = both.Server.AddRole("on-call", mentionable: true);

        var (_, quiet) = await both.SendAsync(new DiscordMessage($"@everyone @here <@{ann.Id}> <@&{role.Id}>"));
        var (_, loud) = await both.SendAsync(new DiscordMessage($"@everyone <@{ann.Id}> <@{bob.Id}> <@&{role.Id}>") { MentionedUsers = [new Snowflake(ann.Id.Value)] });

        Assert.Empty(quiet.Mentions.Users);
        Assert.Empty(quiet.Mentions.Roles);
        Assert.False(quiet.Mentions.Everyone || loud.Mentions.Everyone);
        Assert.Equal([ann.Id], loud.Mentions.Users);
        Assert.Empty(loud.Mentions.Roles);
    }

    [Fact]
    public async Task Refused_LongMessage_TellsTheField()
    {
        await using var both = await ServerClient.StartAsync();

        var refusal = await Assert.ThrowsAsync<DiscordRefusedException>(() => Wait.ForAsync(both.Client.SendAsync(both.Channel, new DiscordMessage(new string('x', 2001)), CancellationToken.None)));

        Assert.Equal((400, 50035), (refusal.Status, refusal.Code));
        Assert.Contains("content: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permissions_TakenAway_AreMissed()
    {
        await using var both = await ServerClient.StartAsync();
        Assert.Equal(InviteLink.Permissions, await Wait.ForAsync(both.Client.GetPermissionsAsync(both.Guild, both.Channel, CancellationToken.None)));

        both.Server.DenyBot(both.Server.Channel, Permission.AddReactions);
        Assert.Equal(InviteLink.Permissions & ~DiscordPermissions.AddReactions, await Wait.ForAsync(both.Client.GetPermissionsAsync(both.Guild, both.Channel, CancellationToken.None)));
    }

    [Fact]
    public async Task People_AndRoles_AreFound()
    {
        await using var both = await ServerClient.StartAsync();
        var role = both.Server.AddRole("operators");
        var ann = both.Server.AddPerson("ann", roles: role);

        var member = await Wait.ForAsync(both.Client.FindMemberAsync(both.Guild, new Snowflake(ann.Id.Value), CancellationToken.None));

        Assert.Equal(("ann", new Snowflake(role.Id.Value)), (member!.User.Name, Assert.Single(member.Roles)));
        Assert.Null(await Wait.ForAsync(both.Client.FindMemberAsync(both.Guild, new Snowflake(1), CancellationToken.None)));
        Assert.Equal("operators", (await Wait.ForAsync(both.Client.GetRolesAsync(both.Guild, CancellationToken.None)))[new Snowflake(role.Id.Value)]);
    }

    [Fact]
    public async Task Setup_EverythingThere_FindsNoFault()
    {
        await using var both = await ServerClient.StartAsync(connect: false);
        using var setup = new DiscordSetup(both.Options(), TimeProvider.System, new Random(1), new FakeLogger<DiscordSetup>());
        var stranger = new Snowflake(both.Server.AddGuild("strangers", withBot: false).Id.Value);

        Assert.DoesNotContain(await Wait.ForAsync(setup.CheckAsync(null, both.Guild, [both.Channel], new DiscordRoleUse([], []), CancellationToken.None)), finding => finding.IsFault);
        Assert.Contains("not a member", Assert.Single(await Wait.ForAsync(setup.CheckAsync(null, stranger, [both.Channel], new DiscordRoleUse([], []), CancellationToken.None)), finding => finding.IsFault).Sentence, StringComparison.Ordinal);
        both.Server.DenyBot(both.Server.Channel, Permission.ViewChannel);
        Assert.Contains("may not see", Assert.Single(await Wait.ForAsync(setup.CheckAsync(null, both.Guild, [both.Channel], new DiscordRoleUse([], []), CancellationToken.None)), finding => finding.IsFault).Sentence, StringComparison.Ordinal);
        Assert.Equal(0, both.Server.Counters.Connections);
    }
}
