using Nightshift.Discord.Server.Tests.Support;

namespace Nightshift.Discord.Server.Tests.Rest;

public sealed class AdmissionTests : IAsyncLifetime
{
    private DiscordServer _server = null!;
    private RestClient _rest = null!;

    public async Task InitializeAsync()
    {
        _server = await DiscordServer.StartAsync();
        _rest = RestClient.For(_server);
    }

    public async Task DisposeAsync()
    {
        await _rest.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Request_WrongToken_401()
    {
        _rest.Http.DefaultRequestHeaders.Remove("Authorization");
        _rest.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bot other");

        var answer = await _rest.GetAsync("users/@me");

        Assert.Equal(401, answer.Status);
        Assert.Equal("""{"message":"401: Unauthorized","code":0}""", answer.Text);
        Assert.Equal(1, _server.RecentInvalidRequests);
    }

    [Fact]
    public async Task Request_NoAgent_RefusedAtTheDoor()
    {
        _rest.Http.DefaultRequestHeaders.Remove("User-Agent");

        Assert.Equal(40333, (await _rest.GetAsync("users/@me")).Code);
    }

    [Theory]
    [InlineData("/api/v6/users/@me", 400, 50041)]
    [InlineData("/api/v10/nowhere", 404, 0)]
    [InlineData("/elsewhere", 404, 0)]
    public async Task Request_WrongPath_Refused(string path, int status, int code)
    {
        var answer = await _rest.GetAsync(path);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Request_WrongMethod_405() => Assert.Equal(405, (await _rest.PatchAsync("users/@me/guilds", new System.Text.Json.Nodes.JsonObject())).Status);

    [Fact]
    public async Task Request_BodyNotJson_50109()
    {
        using var content = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        using var response = await _rest.Http.PostAsync(new Uri($"channels/{_server.Channel.Id}/messages", UriKind.Relative), content);

        Assert.Contains("50109", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_BodyOfOtherType_50035()
    {
        using var content = new StringContent("content=x", System.Text.Encoding.UTF8, "text/plain");
        using var response = await _rest.Http.PostAsync(new Uri($"channels/{_server.Channel.Id}/messages", UriKind.Relative), content);

        Assert.Contains("50035", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResetToken_OldOne_401()
    {
        _server.ResetToken("another");

        Assert.Equal(401, (await _rest.GetAsync("users/@me")).Status);
    }

    [Fact]
    public async Task Applications_Me_TellsIdAndIntents()
    {
        var application = await _rest.GetAsync("applications/@me");

        Assert.Equal(_server.Bot.Id.ToString(), application.Json["id"]!.ToString());
        Assert.Equal(application.Text, (await _rest.GetAsync("oauth2/applications/@me")).Text);
    }
}
