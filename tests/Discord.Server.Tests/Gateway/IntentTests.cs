using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Gateway;

public sealed class IntentTests
{
    private const int Guilds = 1, Messages = 512, Reactions = 1024, Content = 1 << 15;

    [Theory]
    [InlineData(Guilds, "")]
    [InlineData(Guilds | Messages, "MESSAGE_CREATE")]
    [InlineData(Guilds | Reactions, "MESSAGE_REACTION_ADD")]
    [InlineData(Guilds | Messages | Reactions, "MESSAGE_CREATE MESSAGE_REACTION_ADD")]
    public async Task Dispatch_OnlyWhatTheIntentsName(int intents, string expected)
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server, intents);
        await gateway.UntilAsync("GUILD_CREATE");

        var li = server.AddPerson("li");
        li.React(li.Say(server.Channel, "x"), "✅");
        server.Gateway.Dispatch("LAST", []);

        var names = new List<string>();
        while (await gateway.NextAsync() is { } payload && payload["t"]!.ToString() is var name && name != "LAST") names.Add(name);
        Assert.Equal(expected, string.Join(' ', names));
    }

    [Theory]
    [InlineData(Guilds | Messages, "", "<@BOT> hi")]
    [InlineData(Guilds | Messages | Content, "secret", "<@BOT> hi")]
    public async Task Message_ContentGuarded_UnlessTheBotIsCalled(int intents, string first, string second)
    {
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { PrivilegedIntents = Content });
        await using var gateway = await RawGateway.IdentifiedAsync(server, intents);
        await gateway.UntilAsync("GUILD_CREATE");
        var li = server.AddPerson("li");

        li.Say(server.Channel, "secret");
        li.Say(server.Channel, $"{server.Bot.Mention} hi");

        Assert.Equal(first, (await gateway.UntilAsync("MESSAGE_CREATE"))["d"]!["content"]!.ToString());
        Assert.Equal(second.Replace("BOT", server.Bot.Id.ToString(), StringComparison.Ordinal), (await gateway.UntilAsync("MESSAGE_CREATE"))["d"]!["content"]!.ToString());
    }

    [Fact]
    public async Task Dispatch_UnseenChannelOrStrangeGuild_NothingComes()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server);
        await gateway.UntilAsync("GUILD_CREATE");
        var far = server.AddGuild("far", withBot: false);
        var hidden = server.AddChannel("hidden");
        server.DenyBot(hidden, Permission.ViewChannel);

        server.AddPerson("ann", guild: far).Say(server.AddChannel("far", far), "far");
        var li = server.AddPerson("li");
        li.Say(hidden, "hidden");
        li.Say(server.Channel, "seen");

        Assert.Equal(server.Channel.Id.ToString(), (await gateway.UntilAsync("MESSAGE_CREATE"))["d"]!["channel_id"]!.ToString());
    }

    [Fact]
    public async Task SetAvailable_GuildGoesAndComesBack()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server);
        await gateway.UntilAsync("GUILD_CREATE");

        server.Gateway.SetAvailable(server.Guild, false);
        Assert.True((bool)(await gateway.UntilAsync("GUILD_DELETE"))["d"]!["unavailable"]!);
        server.Gateway.SetAvailable(server.Guild, true);
        Assert.Equal(server.Guild.Id.ToString(), (await gateway.UntilAsync("GUILD_CREATE"))["d"]!["id"]!.ToString());
    }

    [Fact]
    public async Task RequestMembers_ByIdAndName_OneChunk()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server);
        await gateway.UntilAsync("GUILD_CREATE");
        var li = server.AddPerson("li");

        await gateway.SendAsync(8, new JsonObject { ["guild_id"] = server.Guild.Id.ToString(), ["user_ids"] = new JsonArray(li.Id.ToString(), "1"), ["limit"] = 0 });

        var chunk = (await gateway.UntilAsync("GUILD_MEMBERS_CHUNK"))["d"]!;
        Assert.Equal("li", chunk["members"]![0]!["user"]!["username"]!.ToString());
        Assert.Equal("1", chunk["not_found"]![0]!.ToString());
    }

    [Fact]
    public async Task Reaction_Event_NamesMemberAndBots()
    {
        await using var server = await DiscordServer.StartAsync();
        await using var gateway = await RawGateway.IdentifiedAsync(server);
        await gateway.UntilAsync("GUILD_CREATE");
        var role = server.AddRole("dba");
        var message = server.AddPerson("li", roles: role).Say(server.Channel, "x");

        server.AddPerson("other-bot", bot: true).React(message, "✅");

        var reaction = (JsonObject)(await gateway.UntilAsync("MESSAGE_REACTION_ADD"))["d"]!;
        Assert.True((bool)reaction["member"]!["user"]!["bot"]!);
        Assert.Equal(message.Author.Id.ToString(), reaction["message_author_id"]!.ToString());
    }
}
