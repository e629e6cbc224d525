using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Model;
using Nightshift.Discord.Server.Rest;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Rest;

public sealed class MessageTests : IAsyncLifetime
{
    private static readonly RateLimit Plenty = new(1000, TimeSpan.FromSeconds(1));

    private DiscordServer _server = null!;
    private RestClient _rest = null!;

    private string Path => $"channels/{_server.Channel.Id}/messages";

    public async Task InitializeAsync()
    {
        _server = await DiscordServer.StartAsync(new DiscordServerOptions
        {
            RateLimits = new Dictionary<string, RateLimit>
            {
                ["POST /channels/{channel}/messages"] = Plenty,
                ["PATCH /channels/{channel}/messages/{message}"] = Plenty,
            },
        });
        _rest = RestClient.For(_server);
    }

    public async Task DisposeAsync()
    {
        await _rest.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{}""", 50006, null, null)]
    [InlineData("""{"content":"  "}""", 50006, null, null)]
    [InlineData("""{"content":["x"]}""", 50035, "content", "STRING_TYPE_CONVERT")]
    [InlineData("""{"embeds":[{"fields":[{"name":"a"}]}]}""", 50035, "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED")]
    [InlineData("""{"embeds":[{"title":"a","color":16777216}]}""", 50035, "embeds.0.color", "NUMBER_TYPE_MAX")]
    [InlineData("""{"embeds":[{"title":"a","url":"ftp://a/"}]}""", 50035, "embeds.0.url", "URL_TYPE_INVALID_SCHEME")]
    [InlineData("""{"embeds":[{"title":"a","timestamp":"noon"}]}""", 50035, "embeds.0.timestamp", "DATETIME_TYPE_PARSE")]
    [InlineData("""{"content":"a","components":[{"type":2}]}""", 50035, "components.0.type", "BASE_TYPE_CHOICES")]
    [InlineData("""{"content":"a","components":[{"type":1,"components":[]}]}""", 50035, "components.0.components", "BASE_TYPE_BAD_LENGTH")]
    [InlineData("""{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"x"}]}]}""", 50035, "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED")]
    [InlineData("""{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"i"},{"type":2,"style":1,"label":"y","custom_id":"i"}]}]}""", 50035, "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")]
    [InlineData("""{"content":"a","allowed_mentions":{"parse":["all"]}}""", 50035, "allowed_mentions.parse.0", "BASE_TYPE_CHOICES")]
    [InlineData("""{"content":"a","allowed_mentions":{"parse":["users"],"users":["1"]}}""", 50035, "allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE")]
    [InlineData("""{"content":"a","message_reference":{"message_id":"1"}}""", 50035, "message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE")]
    [InlineData("""{"content":"a","nonce":"12345678901234567890123456"}""", 50035, "nonce", "BASE_TYPE_MAX_LENGTH")]
    public async Task Create_WhatDiscordRefuses_SameCodeAtTheSamePath(string body, int code, string? path, string? error)
    {
        var answer = await _rest.PostAsync(Path, JsonNode.Parse(body)!);

        Assert.Equal((400, code), (answer.Status, answer.Code));
        if (path is not null) Assert.Equal(error, answer.ErrorAt(path));
        Assert.Empty(_server.AllMessages(_server.Channel));
    }

    [Fact]
    public async Task Create_Content2000CodePointsTaken_2001Refused()
    {
        Assert.Equal(200, (await _rest.PostAsync(Path, new JsonObject { ["content"] = string.Concat(Enumerable.Repeat("🌙", 2000)) })).Status);

        var refused = await _rest.PostAsync(Path, new JsonObject { ["content"] = new string('x', 2001) });

        Assert.Equal("BASE_TYPE_MAX_LENGTH", refused.ErrorAt("content"));
        Assert.Equal("Invalid Form Body", refused.Json["message"]!.ToString());
    }

    [Theory]
    [InlineData(25, 1, null)]
    [InlineData(26, 1, "embeds.0.fields")]
    public async Task Create_Fields_AtMost25(int fields, int length, string? refusedAt)
    {
        var answer = await _rest.PostAsync(Path, Embed(fields, length));

        if (refusedAt is null) Assert.Equal(200, answer.Status);
        else Assert.Equal("BASE_TYPE_MAX_LENGTH", answer.ErrorAt(refusedAt));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task Create_EmbedsInAll_AtMost6000(int length, bool taken)
    {
        // Six fields, each of a name of one character and a value: 6 × length in all.
        var answer = await _rest.PostAsync(Path, Embed(6, length - 1));

        if (taken) Assert.Equal(200, answer.Status);
        else Assert.Equal("MAX_EMBED_SIZE_EXCEEDED", answer.ErrorAt("embeds.0"));
    }

    [Fact]
    public async Task Create_SixRows_Refused()
    {
        var rows = new JsonArray([.. Enumerable.Range(0, 6).Select(i => JsonNode.Parse(
            $$"""{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"{{i}}"}]}"""))]);

        Assert.Equal("BASE_TYPE_BAD_LENGTH", (await _rest.PostAsync(Path, new JsonObject { ["content"] = "a", ["components"] = rows })).ErrorAt("components"));
    }

    [Fact]
    public async Task Create_SameNonceEnforced_OneMessage()
    {
        var body = """{"content":"a","nonce":"n1","enforce_nonce":true}""";
        var first = await _rest.PostAsync(Path, JsonNode.Parse(body)!);
        var second = await _rest.PostAsync(Path, JsonNode.Parse(body)!);

        Assert.Equal(first.Json["id"]!.ToString(), second.Json["id"]!.ToString());
        Assert.Single(_server.Messages(_server.Channel));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("""{"parse":[]}""", false)]
    [InlineData("""{"parse":["roles"]}""", false)]
    [InlineData("""{"parse":["users"]}""", true)]
    public async Task Create_Mention_CallsOnlyWhomItMay(string? allowed, bool called)
    {
        var li = _server.AddPerson("li");
        var body = new JsonObject { ["content"] = $"{li.User.Mention} @everyone" };
        if (allowed is not null) body["allowed_mentions"] = JsonNode.Parse(allowed);

        await _rest.PostAsync(Path, body);

        var mentions = _server.Messages(_server.Channel).Single().Mentions;
        Assert.Equal(called, mentions.Users.Contains(li.Id));
        Assert.False(mentions.Everyone, "the bot has no permission to call everyone");
    }

    [Fact]
    public async Task Edit_OfOthers_50005_OfNobody_10008()
    {
        var said = _server.AddPerson("li").Say(_server.Channel, "mine");

        Assert.Equal(50005, (await _rest.PatchAsync($"{Path}/{said.Id}", new JsonObject { ["content"] = "x" })).Code);
        Assert.Equal(10008, (await _rest.PatchAsync($"{Path}/1", new JsonObject { ["content"] = "x" })).Code);
        Assert.Equal(50013, (await _rest.DeleteAsync($"{Path}/{said.Id}")).Code);
    }

    [Fact]
    public async Task Edit_Own_KeepsEveryState()
    {
        var id = (await _rest.PostAsync(Path, new JsonObject { ["content"] = "1" })).Json["id"];

        await _rest.PatchAsync($"{Path}/{id}", new JsonObject { ["content"] = "2" });
        Assert.Equal(50006, (await _rest.PatchAsync($"{Path}/{id}", new JsonObject { ["content"] = "" })).Code);

        var message = _server.Messages(_server.Channel).Single();
        Assert.Equal(["1", "2"], message.History.Select(state => state.Content));
        Assert.Equal(1, message.Edits);
        Assert.Single(_server.EditTimes(_server.Channel));
        Assert.Equal(204, (await _rest.DeleteAsync($"{Path}/{id}")).Status);
        Assert.Equal(10008, (await _rest.GetAsync($"{Path}/{id}")).Code);
    }

    [Fact]
    public async Task Channel_PermissionsTakenAway_50013Then50001ThenUnknown10003()
    {
        _server.DenyBot(_server.Channel, Permission.SendMessages);
        Assert.Equal(50013, (await _rest.PostAsync(Path, new JsonObject { ["content"] = "x" })).Code);
        _server.DenyBot(_server.Channel, Permission.ViewChannel);
        Assert.Equal(50001, (await _rest.PostAsync(Path, new JsonObject { ["content"] = "x" })).Code);
        _server.DenyBot(_server.Channel, Permission.None);
        Assert.Equal(200, (await _rest.PostAsync(Path, new JsonObject { ["content"] = "x" })).Status);

        Assert.Equal(10003, (await _rest.GetAsync("channels/1")).Code);
        Assert.Equal(50001, (await _rest.GetAsync($"channels/{_server.AddChannel("far", _server.AddGuild("far", withBot: false)).Id}")).Code);
    }

    [Fact]
    public async Task Create_File_ServedBackAndNamedClean()
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("""{"content":"log","attachments":[{"id":"0","description":"d"}]}"""), "payload_json");
        form.Add(new ByteArrayContent([1, 2, 3]), "files[0]", "a b.bin");
        using var response = await _rest.Http.PostAsync(new Uri(Path, UriKind.Relative), form);
        var attachment = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["attachments"]![0]!;

        Assert.Equal("a_b.bin", attachment["filename"]!.ToString());
        Assert.Equal("d", attachment["description"]!.ToString());
        Assert.Equal([1, 2, 3], await _rest.Http.GetByteArrayAsync(new Uri(attachment["url"]!.ToString())));
    }

    [Theory]
    [InlineData(1, 10 * 1024 * 1024 + 1, 40005)]
    [InlineData(11, 1, 30015)]
    public async Task Create_FilesTooLargeOrTooMany_Refused(int files, int bytes, int code)
    {
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < files; i++) form.Add(new ByteArrayContent(new byte[bytes]), $"files[{i}]", "a.log");
        using var response = await _rest.Http.PostAsync(new Uri(Path, UriKind.Relative), form);

        Assert.Equal(code, (int)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!);
    }

    [Fact]
    public async Task Requests_Recorded_WithBodyAndOutcome()
    {
        await _rest.PostAsync(Path, new JsonObject { ["content"] = "1", ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() } });
        await _rest.PostAsync(Path, new JsonObject());

        var requests = _server.Requests("POST /channels/{channel}/messages");
        Assert.Equal([(200, 0), (400, 50006)], requests.Select(request => (request.Status, request.Code)));
        Assert.Empty(requests[0].Body!["allowed_mentions"]!["parse"]!.AsArray());
        Assert.EndsWith($"/channels/{_server.Channel.Id}/messages", requests[0].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Paged_NewestFirst()
    {
        foreach (var text in new[] { "1", "2", "3" }) await _rest.PostAsync(Path, new JsonObject { ["content"] = text });
        var all = _server.Messages(_server.Channel);

        Assert.Equal(["3", "2"], Contents(await _rest.GetAsync($"{Path}?limit=2")));
        Assert.Equal(["1"], Contents(await _rest.GetAsync($"{Path}?before={all[1].Id}")));
        Assert.Equal(["2"], Contents(await _rest.GetAsync($"{Path}?limit=1&after={all[0].Id}")));
        Assert.Equal("NUMBER_TYPE_MAX", (await _rest.GetAsync($"{Path}?limit=101")).ErrorAt("limit"));
    }

    private static IEnumerable<string> Contents(Answer answer) => answer.Json.AsArray().Select(message => message!["content"]!.ToString());

    private static JsonObject Embed(int fields, int length) => new()
    {
        ["embeds"] = new JsonArray(new JsonObject
        {
            ["fields"] = new JsonArray([.. Enumerable.Range(0, fields).Select(_ => new JsonObject { ["name"] = "n", ["value"] = new string('v', length) })]),
        }),
    };
}
