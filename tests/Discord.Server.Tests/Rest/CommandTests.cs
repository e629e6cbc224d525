using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Rest;
using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Rest;

public sealed class CommandTests : IAsyncLifetime
{
    private DiscordServer _server = null!;
    private RestClient _rest = null!;

    private string Path => $"applications/{_server.Bot.Id}/commands";

    public async Task InitializeAsync()
    {
        _server = await DiscordServer.StartAsync(new DiscordServerOptions
        {
            RateLimits = new Dictionary<string, RateLimit> { ["PUT /applications/{application}/commands"] = new(1000, TimeSpan.FromSeconds(1)) },
        });
        _rest = RestClient.For(_server);
    }

    public async Task DisposeAsync()
    {
        await _rest.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"name":"Upper","description":"d"}""", "0.name", "APPLICATION_COMMAND_INVALID_NAME")]
    [InlineData("""{"name":"a b","description":"d"}""", "0.name", "APPLICATION_COMMAND_INVALID_NAME")]
    [InlineData("""{"name":"a"}""", "0.description", "BASE_TYPE_REQUIRED")]
    [InlineData("""{"name":"a","description":"d","name_localizations":{"zh":"一"}}""", "0.name_localizations", "BASE_TYPE_CHOICES")]
    [InlineData("""{"name":"a","description":"d","name_localizations":{"zh-CN":"一 二"}}""", "0.name_localizations.zh-CN", "APPLICATION_COMMAND_INVALID_NAME")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"o","description":"d"},{"type":3,"name":"p","description":"d","required":true}]}""", "0.options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"o","description":"d"},{"type":3,"name":"o","description":"d"}]}""", "0.options.1", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":1,"name":"o","description":"d"},{"type":3,"name":"p","description":"d"}]}""", "0.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"o","description":"d","autocomplete":true,"choices":[{"name":"x","value":"x"}]}]}""", "0.options.0.autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":4,"name":"o","description":"d","choices":[{"name":"x","value":"y"}]}]}""", "0.options.0.choices.0.value", "NUMBER_TYPE_COERCE")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":2,"name":"g","description":"d","options":[{"type":3,"name":"o","description":"d"}]}]}""", "0.options.0.options.0", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":3,"name":"o","description":"d","name_localizations":{"zh-CN":"p"}},{"type":3,"name":"p","description":"d"}]}""", "0.options.0.name_localizations.zh-CN", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS")]
    [InlineData("""{"name":"a","description":"d","options":[{"type":12,"name":"o","description":"d"}]}""", "0.options.0.type", "BASE_TYPE_CHOICES")]
    public async Task Overwrite_WhatDiscordRefuses_NothingRegistered(string command, string path, string error)
    {
        var answer = await _rest.PutAsync(Path, new JsonArray(JsonNode.Parse(command)));

        Assert.Equal((400, 50035), (answer.Status, answer.Code));
        Assert.Equal(error, answer.ErrorAt(path));
        Assert.Empty(_server.Commands(null));
    }

    [Fact]
    public async Task Overwrite_TooLarge_Refused()
    {
        var choices = new JsonArray([.. Enumerable.Range(0, 25).Select(i => new JsonObject { ["name"] = $"{i:00}{new string('n', 98)}", ["value"] = new string('v', 100) })]);
        var options = new JsonArray([.. "ab".Select(name => new JsonObject { ["type"] = 3, ["name"] = $"{name}", ["description"] = "d", ["choices"] = choices.DeepClone() })]);

        var answer = await _rest.PutAsync(Path, new JsonArray(new JsonObject { ["name"] = "a", ["description"] = "d", ["options"] = options }));

        Assert.Equal("APPLICATION_COMMAND_TOO_LARGE", answer.ErrorAt("0"));
    }

    [Fact]
    public async Task Overwrite_SameAgain_KeepsIdsAndVersions_ChangeMovesTheVersionOnly()
    {
        var first = (await _rest.PutAsync(Path, Two("d"))).Json.AsArray();
        var same = (await _rest.PutAsync(Path, Two("d"))).Json.AsArray();
        var changed = (await _rest.PutAsync(Path, Two("other"))).Json.AsArray();

        Assert.Equal(first.ToJsonString(), same.ToJsonString());
        Assert.Equal(first[0]!["id"]!.ToString(), changed[0]!["id"]!.ToString());
        Assert.NotEqual(first[0]!["version"]!.ToString(), changed[0]!["version"]!.ToString());
        Assert.Equal(first[1]!["version"]!.ToString(), changed[1]!["version"]!.ToString());

        await _rest.PutAsync(Path, new JsonArray());
        Assert.Empty(_server.Commands(null));
    }

    [Fact]
    public async Task List_TranslationsOnlyWhenAskedFor()
    {
        await _rest.PutAsync(Path, new JsonArray(JsonNode.Parse("""{"name":"a","description":"d","name_localizations":{"zh-CN":"一"}}""")));

        Assert.Null((await _rest.GetAsync(Path)).Json[0]!["name_localizations"]);
        Assert.Equal("一", (await _rest.GetAsync($"{Path}?with_localizations=true")).Json[0]!["name_localizations"]!["zh-CN"]!.ToString());
    }

    [Fact]
    public async Task Twins_AndStrangers_Refused()
    {
        var twin = JsonNode.Parse("""{"name":"a","description":"d"}""")!;

        Assert.Equal("APPLICATION_COMMANDS_DUPLICATE_NAME", (await _rest.PutAsync(Path, new JsonArray(twin.DeepClone(), twin.DeepClone()))).ErrorAt("1.name"));
        Assert.Equal(20012, (await _rest.PutAsync("applications/1/commands", new JsonArray())).Code);
        Assert.Equal(50001, (await _rest.PutAsync($"applications/{_server.Bot.Id}/guilds/1/commands", new JsonArray())).Code);
    }

    private static JsonArray Two(string description) => new(
        new JsonObject { ["name"] = "a", ["description"] = description },
        new JsonObject { ["name"] = "b", ["description"] = "d" });
}
