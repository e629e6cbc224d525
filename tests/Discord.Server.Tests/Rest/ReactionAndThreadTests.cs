using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Driver;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Rest;

public sealed class ReactionAndThreadTests : IAsyncLifetime
{
    private const string Change = "/channels/{channel}/messages/{message}/reactions/{emoji}/@me";

    private DiscordServer _server = null!;
    private RestClient _rest = null!;
    private MessageView _message = null!;

    private string Reactions => $"channels/{_server.Channel.Id}/messages/{_message.Id}/reactions";

    public async Task InitializeAsync()
    {
        var plenty = new RateLimit(1000, TimeSpan.FromSeconds(1));
        _server = await DiscordServer.StartAsync(new DiscordServerOptions
        {
            RateLimits = new Dictionary<string, RateLimit> { [$"PUT {Change}"] = plenty, [$"DELETE {Change}"] = plenty },
        });
        _rest = RestClient.For(_server);
        _message = _server.AddPerson("li").Say(_server.Channel, "vote");
    }

    public async Task DisposeAsync()
    {
        await _rest.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("✅", 204)]
    [InlineData("❌", 204)]
    [InlineData("👍🏽", 204)]
    [InlineData("1️⃣", 204)]
    [InlineData("🇨🇳", 204)]
    [InlineData("x", 400)]
    [InlineData("✅✅", 400)]
    [InlineData("ok:12", 400)]
    public async Task Put_Emoji_KnownOnesOnly(string emoji, int status)
    {
        var answer = await _rest.PutAsync($"{Reactions}/{Uri.EscapeDataString(emoji)}/@me");

        Assert.Equal(status, answer.Status);
        if (status == 400) Assert.Equal(10014, answer.Code);
    }

    [Fact]
    public async Task Put_TheTwentyFirst_30010()
    {
        for (var i = 0; i < 20; i++) await _rest.PutAsync($"{Reactions}/{Uri.EscapeDataString(char.ConvertFromUtf32(0x1F600 + i))}/@me");

        Assert.Equal(30010, (await _rest.PutAsync($"{Reactions}/{Uri.EscapeDataString("✅")}/@me")).Code);
    }

    [Fact]
    public async Task Put_NoPermission_OnlyWhatOthersSet()
    {
        _server.DenyBot(_server.Channel, Permission.AddReactions);
        _server.AddPerson("ann").React(_message, "✅");

        Assert.Equal(204, (await _rest.PutAsync($"{Reactions}/{Uri.EscapeDataString("✅")}/@me")).Status);
        Assert.Equal(50013, (await _rest.PutAsync($"{Reactions}/{Uri.EscapeDataString("❌")}/@me")).Code);
    }

    [Fact]
    public async Task Get_Users_PageByPage()
    {
        var people = Enumerable.Range(0, 5).Select(i => _server.AddPerson($"p{i}")).ToList();
        foreach (var person in people) person.React(_message, "✅");
        var path = $"{Reactions}/{Uri.EscapeDataString("✅")}";

        var first = (await _rest.GetAsync($"{path}?limit=3")).Json.AsArray();
        var rest = (await _rest.GetAsync($"{path}?limit=3&after={first[^1]!["id"]}")).Json.AsArray();

        Assert.Equal(people.Select(person => person.User.Name), first.Concat(rest).Select(user => user!["username"]!.ToString()));
    }

    [Fact]
    public async Task Reactions_WithAndWithoutSelector_AreOne()
    {
        _server.AddPerson("ann").React(_message, "⚠️");
        await _rest.PutAsync($"{Reactions}/{Uri.EscapeDataString("⚠")}/@me");

        Assert.Equal(2, _server.Look(_message).Reactions.Single().Value.Count);
    }

    [Fact]
    public async Task Thread_FromMessage_OnceAndWithItsId()
    {
        var path = $"channels/{_server.Channel.Id}/messages/{_message.Id}/threads";
        Assert.Equal("BASE_TYPE_REQUIRED", (await _rest.PostAsync(path, new JsonObject())).ErrorAt("name"));
        Assert.Equal("BASE_TYPE_CHOICES", (await _rest.PostAsync(path, new JsonObject { ["name"] = "t", ["auto_archive_duration"] = 61 })).ErrorAt("auto_archive_duration"));

        var made = await _rest.PostAsync(path, new JsonObject { ["name"] = "t" });

        Assert.Equal(201, made.Status);
        Assert.Equal(_message.Id.ToString(), made.Json["id"]!.ToString());
        Assert.Equal(160004, (await _rest.PostAsync(path, new JsonObject { ["name"] = "t" })).Code);
        Assert.Equal("t", _server.Threads(_server.Channel).Single().Name);
    }

    [Fact]
    public async Task Thread_QuietForItsTime_ArchivesItself()
    {
        var time = new ManualTime();
        await using var server = await DiscordServer.StartAsync(new DiscordServerOptions { Time = time, GatewayTime = TimeProvider.System });
        await using var rest = RestClient.For(server);
        var message = server.AddPerson("li").Say(server.Channel, "x");
        await rest.PostAsync($"channels/{server.Channel.Id}/messages/{message.Id}/threads", new JsonObject { ["name"] = "t", ["auto_archive_duration"] = 60 });
        var sent = await rest.PostAsync($"channels/{message.Id}/messages", new JsonObject { ["content"] = "x" });
        var path = $"channels/{message.Id}/messages/{sent.Json["id"]}";

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, (await rest.PatchAsync(path, new JsonObject { ["content"] = "y" })).Status);
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(50083, (await rest.PatchAsync(path, new JsonObject { ["content"] = "z" })).Code);
    }

    [Fact]
    public async Task Thread_ArchivedOpensBySending_LockedStaysShut()
    {
        var id = (await _rest.PostAsync($"channels/{_server.Channel.Id}/messages/{_message.Id}/threads", new JsonObject { ["name"] = "t" })).Json["id"];
        var thread = _server.Threads(_server.Channel).Single();
        await _rest.PatchAsync($"channels/{id}", new JsonObject { ["archived"] = true });
        Assert.True(_server.IsArchived(thread));

        var sent = await _rest.PostAsync($"channels/{id}/messages", new JsonObject { ["content"] = "x" });
        Assert.Equal(200, sent.Status);
        Assert.False(_server.IsArchived(thread));

        await _rest.PatchAsync($"channels/{id}", new JsonObject { ["archived"] = true });
        Assert.Equal(50083, (await _rest.PatchAsync($"channels/{id}/messages/{sent.Json["id"]}", new JsonObject { ["content"] = "y" })).Code);
        Assert.Equal(50013, (await _rest.PatchAsync($"channels/{id}", new JsonObject { ["locked"] = true })).Code);
        _server.DenyBot(_server.Channel, Permission.SendMessagesInThreads);
        Assert.Equal(50013, (await _rest.PostAsync($"channels/{id}/messages", new JsonObject { ["content"] = "x" })).Code);
    }
}
